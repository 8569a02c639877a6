using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>The story's part on reminders: the message of the day with one thing and with several, debt, asking, away, and what follows a final document.</summary>
internal sealed class NudgeStory(StoryWords words, Action<string, Screen> keep)
{
    private const string Inc = "#inc";

    public async Task TellAsync()
    {
        await using var chat = Chatting.At("2026-11-23 10:00");
        Keep("debt-none", await chat.Type("marta", "@marta", "debt"));
        Keep("away-usage", await chat.Type("iris", "@iris", "away"));
        if (!words.Says) return;
        Keep("away", await chat.Type("iris", "@iris", "away until 2026-12-24"));
        await chat.Type("rana", Inc, $"start INC-004215 p1 env:PROD owner:@lee {Cut(words.Line, 150)}");
        await chat.Advance(Duration.FromHours(3));
        await chat.Tick();
        Keep("day-quiet", Last(chat, "@lee"));
        Keep("quiet-going", await chat.Press("lee", "Still going", "@lee"));
        for (var number = 1; number <= 3; number++) await chat.Type("rana", Inc, FormattableString.Invariant($"action \"{number} {Quotable}\" @{(number == 3 ? "sam" : "lee")} 2026-12-03"));
        await chat.Type("rana", Inc, "resolve");
        await ToAsync(chat, "2026-12-01 09:00");
        Keep("day-several", Last(chat, "@lee"));
        var others = Last(chat, "@lee").Elements.OfType<Element.Picker>().First();
        await ToAsync(chat, "2026-12-01 10:00");
        Keep("day-otherwise", await chat.Press("lee", others.Label, "@lee", others.Choices[0].Value));
        await ToAsync(chat, "2026-12-11 09:00");
        Keep("day-helper", Last(chat, "@lee"));
        Keep("day-sre-lead", Last(chat, "@marta"));
        Keep("digest", Last(chat, "distribution"));
        await AskAsync(chat);
        await FinalAsync(chat);
    }

    private async Task AskAsync(Chatting chat)
    {
        var debt = await chat.Type("marta", "@marta", "debt");
        Keep("debt", debt);
        foreach (var (choice, at) in debt.Screens.OfType<Card>().SelectMany(card => card.Elements.OfType<Element.Picker>()).First().Choices.Select((choice, at) => (choice, at)).ToList())
        {
            await chat.Type("marta", "@marta", "debt");
            Keep("debt-asked", await chat.Press("marta", "Ask them", value: choice.Value));
            Keep(at == 0 ? "ask-first" : "ask-last", chat.Chat.Messages[^1].Card is { } card && chat.Chat.Messages[^1].PrivateTo is null ? card : chat.Chat.Messages.Last(message => message is { PrivateTo: null, Card: not null }).Card!);
            if (at == 0)
            {
                await chat.Type("marta", "@marta", "debt");
                await chat.Advance(Duration.FromMinutes(1));
                Keep("debt-taken", await chat.Press("marta", "Take one", value: choice.Value));
                await chat.Press("marta", "Undo");
            }
        }
    }

    /// <summary>The document is final and was discussed; what follows comes on its days.</summary>
    private async Task FinalAsync(Chatting chat)
    {
        var p = await chat.Of("INC-004215");
        var lee = await chat.IdOf("lee");
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], "final", TestContext.Current.CancellationToken);
        await turn.DecideAsync(p.Id, _ => Decision.Accept(
            new ReviewRequested(turn.Now, lee, [], "told"),
            new MeetingSet(turn.Now, lee, Chatting.InNewYork("2026-12-14 10:00"), 60),
            new PostMortemFinished(turn.Now, lee)));
        foreach (var action in p.Actions.Where(action => action.Owner!.Person == lee)) await chat.HandleAsync("lee", new ButtonPressed(Chatting.Account("lee"), p.Places[0], chat.Now, chat.NewReceipt(), AnswerAction.DoneId, CarriedPair.Of(p.Id.Value, action.Id.Value)));
        await ToAsync(chat, "2027-01-12 09:00");
        Keep("day-after", Last(chat, "@lee"));
        Keep("day-follow-up", Last(chat, "@sam"));
        Keep("followup-form", await chat.Press("sam", "Record it: INC-004215", "@sam"));
        Keep("followup-held", await chat.Submit("sam", ("runbooks", Cut(words.Text, 2900)), ("note", Cut(words.Text, 2900))));
        var effect = Last(chat, "@lee").Elements.OfType<Element.Picker>().First();
        Keep("effect-told", await chat.Press("lee", effect.Label, "@lee", effect.Choices.First(choice => choice.Label.StartsWith("It helped", StringComparison.Ordinal)).Value));
    }

    private static async Task ToAsync(Chatting chat, string newYork)
    {
        await chat.Advance(Chatting.InNewYork(newYork) - chat.Now);
        await chat.Tick();
    }

    private static Card Last(Chatting chat, string where) => chat.Chat.PostedIn(where)[^1].Card!;

    private string Quotable => Cut(string.Concat(words.Line.Where(letter => !"\"“”„«»".Contains(letter, StringComparison.Ordinal))), 900);

    private void Keep(string name, Said said)
    {
        foreach (var screen in said.Screens) keep(said.Screens.Count > 1 ? $"{name}-{(screen == said.Answer.Replaces ? "anew" : "said")}" : name, screen);
    }

    private void Keep(string name, Screen screen) => keep(name, screen);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
