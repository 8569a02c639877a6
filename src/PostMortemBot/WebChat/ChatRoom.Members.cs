namespace PostMortemBot.WebChat;

/// <summary>Who is in the chat, which conversations there are, and who has seen what.</summary>
internal sealed partial class ChatRoom
{
    private readonly Dictionary<string, ChatPerson> people = [];
    private readonly Dictionary<string, ChatChannel> channels = [];
    private readonly Dictionary<(string Person, string Channel), string> read = [];

    public IReadOnlyList<ChatPerson> People
    {
        get
        {
            lock (gate)
            {
                return [.. people.Values];
            }
        }
    }

    /// <summary>The channels, without direct conversations.</summary>
    public IReadOnlyList<ChatChannel> Channels
    {
        get
        {
            lock (gate)
            {
                return [.. channels.Values.Where(channel => !channel.Direct)];
            }
        }
    }

    public ChatPerson? Person(string id)
    {
        lock (gate)
        {
            return people.GetValueOrDefault(id);
        }
    }

    public ChatChannel? Channel(string id)
    {
        lock (gate)
        {
            return channels.GetValueOrDefault(id);
        }
    }

    /// <summary>The direct conversation of this person with the bot; of the first person when this one is gone.</summary>
    public ChatChannel Direct(string person)
    {
        lock (gate)
        {
            return channels.GetValueOrDefault(DirectId(person)) ?? channels[DirectId(people.Values.First().Id)];
        }
    }

    /// <summary>Adds a person with a direct conversation, or gives back the one who has this id.</summary>
    public ChatPerson Add(ChatPerson person)
    {
        lock (gate)
        {
            if (people.TryGetValue(person.Id, out var known))
            {
                return known;
            }

            person = person with { Rank = people.Count };
            store.Put("person", person.Id, ChatRows.Write(person));
            people.Add(person.Id, person);
            AddChannel(new(DirectId(person.Id), "PostMortem", "Only you and PostMortem", person.Id));
        }

        Tell("");
        return person;
    }

    /// <summary>Adds a channel, or gives back the one that has this id.</summary>
    public ChatChannel Add(ChatChannel channel)
    {
        lock (gate)
        {
            if (channels.TryGetValue(channel.Id, out var known))
            {
                return known;
            }

            AddChannel(channel);
        }

        Tell("");
        return channel;
    }

    /// <summary>Changes what is said about a channel.</summary>
    public void Change(ChatChannel channel)
    {
        lock (gate)
        {
            store.Put("channel", channel.Id, ChatRows.Write(channel));
            channels[channel.Id] = channel;
        }

        Tell("");
    }

    /// <summary>How many messages of others this person has not seen in a channel.</summary>
    public int Unread(string person, string channel)
    {
        lock (gate)
        {
            var seen = read.GetValueOrDefault((person, channel), "");
            return !messages.TryGetValue(channel, out var list) ? 0 : list.Count(message => message.Author != person && message.SeenBy(person) && string.CompareOrdinal(message.Id, seen) > 0);
        }
    }

    /// <summary>This person has now seen all there is in a channel.</summary>
    public void MarkRead(string person, string channel)
    {
        lock (gate)
        {
            var last = messages.TryGetValue(channel, out var list) && list.Count > 0 ? list[^1].Id : "";
            if (last.Length == 0 || read.GetValueOrDefault((person, channel), "") == last)
            {
                return;
            }

            store.Put("read", person + "\t" + channel, string.Join('\t', person, channel, last));
            read[(person, channel)] = last;
        }

        Tell("");
    }

    private void LoadMembers()
    {
        foreach (var person in store.All("person").Select(ChatRows.Read<ChatPerson>).OrderBy(person => person.Rank))
        {
            people.Add(person.Id, person);
        }

        foreach (var channel in store.All("channel").Select(ChatRows.Read<ChatChannel>).OrderBy(channel => channel.Rank))
        {
            channels.Add(channel.Id, channel);
            messages.Add(channel.Id, []);
        }

        foreach (var mark in store.All("read").Select(row => row.Split('\t')))
        {
            read[(mark[0], mark[1])] = mark[2];
        }
    }

    private void AddChannel(ChatChannel channel)
    {
        channel = channel with { Rank = channels.Count };
        store.Put("channel", channel.Id, ChatRows.Write(channel));
        channels.Add(channel.Id, channel);
        messages.Add(channel.Id, []);
    }

    private static string DirectId(string person) => "dm-" + person;
}
