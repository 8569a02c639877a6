using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>The story's review: a checklist with gaps, the request, three roles with their cards, changes asked and made, the discussion, the final document and its reopening.</summary>
internal sealed partial class Story
{
    private async Task ReviewAsync()
    {
        await using (var gaps = Chatting.At("2026-11-24 09:30"))
        {
            await Drafted.SparselyMarked(gaps);
            Keep("review-checklist", await gaps.Type("sam", "@sam", "INC-004211 review"));
            Keep("review-form-override", await gaps.Type("dana", "@dana", "INC-004211 review"));
            Keep("review-form-refused", await gaps.Submit("dana"));
        }

        await using var chat = Chatting.At("2026-11-24 09:30");
        await ReviewActsTests.Requested(chat, form => Keep("review-form", form), said => Keep("review-requested", said));
        Keep("meeting-form", await chat.Press("sam", "Move it", Inc));
        Keep("meeting-form-refused", await chat.Submit("sam", ("when", "soon " + Cut(words.Line, 30))));
        Keep("meeting-set", await chat.Type("sam", Inc, "meeting 2026-12-04 15:00"));
        Keep("meeting-card", chat.Chat.PostedIn(Inc)[^1].Card!);
        Keep("meeting-calendar", await chat.Press("lee", "Calendar file", Inc));
        Keep("progress-in-review", chat.Chat.PostedIn("@sam")[^1].Card!);
        var (requested, view) = (await chat.Of("INC-004211"), chat.Bot.ViewFor(Chatting.Organisation));
        Keep("incident-card-author", OwnIncidentCard.Cards.Draw(requested, view, Rights.AuthorOf(requested)!.Value)!);
        await ReviewActsTests.Arrive(chat);
        foreach (var (who, role) in ReviewActsTests.Reviewers) Keep("review-card-" + Slug(role), chat.Chat.PostedIn("@" + who)[^1].Card!);
        await ChangesAsync(chat);
        await FinalAsync(chat);
    }

    private async Task ChangesAsync(Chatting chat)
    {
        var text = words.Says ? Cut(words.Text, Changes.MostText) : "Five";
        Keep("review-pages", await chat.Press("noor", "Read it all", "@noor"));
        Keep("review-pages-next", await chat.Press("noor", "Next page"));
        Keep("review-delegate-form", await chat.Press("noor", "Ask a colleague", "@noor"));
        Keep("review-delegate-refused", await chat.Submit("noor"));
        Keep("review-changes-form", await chat.Press("priya", "Request changes", "@priya"));
        Keep("review-changes-refused", await chat.Submit("priya"));
        Keep("review-changes-asked", await chat.Submit("priya", ("text", text)));
        var suggest = await chat.Press("kim", "Suggest a text", "@kim");
        Keep("review-suggest-form", suggest);
        await chat.Submit("kim", ("section", ((FieldInput.PickOne)suggest.Form.Fields.First().Input).Choices[0].Value), ("suggested", Cut(text, 2900)));
        await chat.Advance(Duration.FromHours(24));
        var (asked, suggested) = (chat.Chat.PostedIn("@sam")[^2].Card!, chat.Chat.PostedIn("@sam")[^1].Card!);
        Keep("change-card", asked);
        Keep("change-card-suggestion", suggested);
        Keep("change-reply-form", await chat.Press("sam", "Reply", "@sam"));
        Keep("change-taken", await chat.Press("sam", "Take this text", "@sam"));
        await chat.Press("sam", "Reply", "@sam");
        Keep("change-replied", await chat.Submit("sam", ("reply", Cut(text, 1000))));
        Keep("review-standing", await chat.Type("sam", "@sam", "INC-004211 review"));
        var standing = await chat.Type("sam", "@sam", "INC-004211 review");
        Keep("lesson-kept", await chat.Type("sam", Inc, "lesson " + (words.Says ? Cut(words.Text, 900) : "test alerts after each rename")));
        await chat.Type("dana", "@dana", "INC-004211 review");
        Keep("review-name-form", await chat.Press("dana", "Name a reviewer"));
        Keep("review-name-refused", await chat.Submit("dana"));
        Keep("review-sent-back", await chat.Press("sam", standing.Buttons.FirstOrDefault(label => label.StartsWith("Send back", StringComparison.Ordinal)) ?? throw new InvalidOperationException(standing.Text)));
        await ReviewActsTests.Arrive(chat);
        Keep("review-card-answered", chat.Chat.PostedIn("@priya")[^1].Card!);
        Keep("review-card-replaced", chat.Chat.PostedIn("@priya")[0].Card!);
        Keep("review-show", await chat.Press("priya", "Show it", "@priya"));
    }

    private async Task FinalAsync(Chatting chat)
    {
        Keep("review-approved", await chat.Press("noor", "Approve as Technical", "@noor"));
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        var field = chat.LastOf("sam").Fields.First(one => one.Input is FieldInput.Long && one.Name.StartsWith('f'));
        await chat.Submit("sam", (field.Name, words.Says ? Cut(words.Text, 2900) : "Another cause"));
        Keep("review-text-changing", chat.Chat.PostedIn("@noor")[^1].Card!);
        await chat.Advance(Duration.FromHours(24));
        Keep("review-card-changed", chat.Chat.PostedIn("@noor")[^1].Card!);
        Keep("review-withdrawn", await chat.Press("sam", "Withdraw the review", "@sam"));
        Keep("review-card-withdrawn", chat.Chat.PostedIn("@noor")[^1].Card!);
        await chat.Press("sam", "Request review");
        await chat.Submit("sam");
        await chat.Advance(Duration.FromDays(4));
        foreach (var (who, role) in ReviewActsTests.Reviewers) await chat.Press(who, "Approve as " + role, "@" + who);
        Keep("review-final-card", chat.Chat.PostedIn("@noor")[^1].Card!);
        Keep("review-final", await chat.Type("sam", "@sam", "INC-004211 status"));
        Keep("reopen-form", await chat.Press("sam", "Reopen"));
        Keep("reopened", await chat.Submit("sam", ("reason", words.Says ? Cut(words.Line, Review.MostReason) : "two customers more")));
        Keep("closed-again", await chat.Press("sam", "Final as it was"));
    }
}
