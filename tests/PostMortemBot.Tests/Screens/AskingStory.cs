using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>The story's part on asking people: about a section, for their account, and what becomes of the answers.</summary>
internal sealed class AskingStory(StoryWords words, Action<string, Screen> keep)
{
    private const string Inc = "#inc";

    public async Task TellAsync()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        foreach (var who in new[] { "sam", "lee", "noor" }) await chat.IdOf(who);
        await Drafted.SparselyMarked(chat);
        Keep("ask-none", await chat.Press("sam", "With others", "@sam"));
        Keep("ask-form", await chat.Press("sam", "Ask someone", "@sam"));
        var question = words.Says ? Cut(words.Text, Questions.MostText) : "What halved the pool size?";
        Keep("ask-refused", await chat.Submit("sam", ("text", question)));
        Keep("ask-asked", await chat.Submit("sam", ("person", (await chat.IdOf("lee")).Value), ("section", "root cause analysis"), ("text", question)));
        Keep("ask-question", chat.Chat.PostedIn("@lee")[^1].Card!);
        Keep("ask-others", await chat.Press("sam", "With others", "@sam"));
        Keep("ask-progress", chat.Chat.PostedIn("@sam")[^1].Card!);
        Keep("ask-write-form", await chat.Press("lee", "Write it", "@lee"));
        Keep("ask-written", await chat.Submit("lee", ("f:root cause analysis / why it happened", words.Says ? Cut(words.Text, 2900) : "Change 4711")));
        Keep("ask-question-answered", chat.Chat.PostedIn("@lee")[0].Card!);
        Keep("ask-written-card", chat.Chat.PostedIn("@sam")[^1].Card!);
        Keep("ask-taken-back", await chat.Press("sam", "Take it back", "@sam"));
        Keep("ask-question-taken-back", chat.Chat.PostedIn("@lee")[0].Card!);
        await AccountsAsync(chat);
    }

    private async Task AccountsAsync(Chatting chat)
    {
        for (var mark = 1; mark <= Math.Clamp(words.Marks, 1, 7); mark++) await chat.Type("noor", Inc, FormattableString.Invariant($"INC-004211 mark {mark} {Cut(words.Says ? words.Line : "looked at the pool", 400)}"));
        Keep("ask-people", await chat.Press("sam", "Ask people", "@sam"));
        Keep("ask-people-again", await chat.Type("sam", "@sam", "INC-004211 interview"));
        Keep("ask-account", chat.Chat.PostedIn("@noor")[^1].Card!);
        Keep("ask-accounts-open", await chat.Press("sam", "With others", "@sam"));
        Keep("ask-not-now", await chat.Press("noor", "Not now", "@noor"));
        Keep("ask-account-form", await chat.Press("noor", "Answer after all", "@noor"));
        var said = words.Says ? Cut(words.Text, Questions.MostAnswer) : "The alert came late";
        await chat.Submit("noor", ("answer0", said), ("answer1", said), ("answer2", said), ("unnamed", "yes"));
        await chat.Advance(Duration.FromHours(24));
        Keep("ask-account-card", chat.Chat.PostedIn("@sam")[^1].Card!);
        Keep("ask-beside", await chat.Type("sam", "@sam", "INC-004211 write root cause"));
        Keep("ask-take-form", await chat.Press("sam", "Take answer 1", "@sam"));
        Keep("ask-take-refused", await chat.Submit("sam", ("taken", "")));
        var taking = await chat.Press("sam", "Take answer 1", "@sam");
        Keep("ask-taken", await chat.Submit("sam", ("field", ((FieldInput.PickOne)taking.Form.Fields.First(field => field.Name == "field").Input).Choices[0].Value)));
        Keep("ask-left", await chat.Press("sam", "Leave the rest out", "@sam"));
    }

    private void Keep(string name, Screen screen) => keep(name, screen);

    private void Keep(string name, Said said)
    {
        for (var i = 0; i < said.Screens.Count; i++) keep(i == 0 ? name : FormattableString.Invariant($"{name}-{i + 1}"), said.Screens[i]);
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
