using System.Globalization;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>The story's part on action items: one line adds them, a card answers for each.</summary>
internal sealed class ActionStory(StoryWords words, Action<string, Screen> keep)
{
    private const string Inc = "#inc";

    public async Task TellAsync()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.Type("rana", Inc, $"start INC-004214 p2 env:QA {Cut(words.Line, 150)}");
        Keep("action-list-none", await chat.Type("rana", Inc, "actions"));
        Keep("action-usage", await chat.Type("rana", Inc, "action"));
        if (!words.Says) return;
        for (var number = 1; number <= Math.Min(words.Marks, 12); number++)
        {
            Keep("action-added", await chat.Type("rana", Inc, string.Create(CultureInfo.InvariantCulture, $"action \"{number} {Quotable}\" @lee in {number} days")));
        }

        Keep("action-refused", await chat.Type("rana", Inc, $"action \"{Quotable}\" @lee nonsense"));
        Keep("action-list", await chat.Type("rana", Inc, "actions"));
        Keep("action-mine", await chat.Type("lee", "@lee", "actions mine"));
        Keep("action-overdue", await chat.Type("lee", "@lee", "actions overdue"));
        Keep("action-all", await chat.Type("lee", "@lee", "actions all"));
        Keep("action-card", await CardAsync(chat));
        foreach (var label in new[] { "New date", "Hand over", "Not needed" })
        {
            await CardAsync(chat);
            Keep("action-form-" + label.ToLowerInvariant().Replace(' ', '-'), await chat.Press("lee", label));
        }

        Keep("action-drop-refused", await chat.Submit("lee"));
        await CardAsync(chat);
        Keep("action-begun", await chat.Press("lee", "In progress"));
        Keep("action-word-form", await chat.Press("lee", "Say how it stands"));
        Keep("action-word", await chat.Submit("lee", ("word", Cut(words.Line, 500))));
        await CardAsync(chat);
        Keep("action-snoozed", await chat.Press("lee", "Snooze 1 week"));
        await CardAsync(chat);
        Keep("action-done", await chat.Press("lee", "Done"));
        Keep("action-show-form", await chat.Press("lee", "Add"));
        Keep("action-shown", await chat.Submit("lee", ("proof", Cut(words.Line, 500))));
        Keep("action-card-done", await CardAsync(chat));
        await chat.Press("lee", "Not done yet");
        await CardAsync(chat);
        await chat.Press("lee", "Not needed");
        Keep("action-dropped", await chat.Submit("lee", ("reason", Cut(words.Line, 500))));
        Keep("action-card-dropped", await CardAsync(chat));
        var p = await chat.Of("INC-004214");
        var turn = PostMortemBot.Chat.Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], "mirrored", TestContext.Current.CancellationToken);
        await turn.DecideAsync(p.Id, _ => Decision.Accept(new ActionMirrored(turn.Now, PersonId.Bot, p.Actions[^1].Id, "example/operations#12", "https://github.com/example/operations/issues/12")));
        Keep("action-list-mirrored", await chat.Type("rana", Inc, "actions"));
    }

    private string Quotable => Cut(string.Concat(words.Line.Where(letter => !"\"“”„«»".Contains(letter, StringComparison.Ordinal))), 900);

    private static async Task<Said> CardAsync(Chatting chat)
    {
        await chat.Type("lee", Inc, "actions");
        var picker = chat.Chat.Messages.Last(message => message.PrivateTo == "lee").Card!.Elements.OfType<Element.Picker>().First();
        return await chat.Press("lee", picker.Label, value: picker.Choices[0].Value);
    }

    private void Keep(string name, Said said)
    {
        foreach (var screen in said.Screens) keep(name, screen);
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
