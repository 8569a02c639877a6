using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>From a finished draft to the final document, by the buttons that people press.</summary>
public sealed class ReviewActsTests
{
    [Fact]
    public async Task The_author_requests_and_three_people_approve_with_a_click_each()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        Assert.Equal(Life.UnderReview, p.Life);
        Assert.Contains("Discussion of INC-004211", string.Join("\n", chat.Standing("#inc")), StringComparison.Ordinal);
        await Arrive(chat);

        foreach (var (who, role) in Reviewers) await chat.Press(who, "Approve as " + role, "@" + who);

        p = await chat.Of(p.Id);
        Assert.Equal(Life.Final, p.Life);
        Assert.All(Reviewers, one => Assert.Equal(1, chat.Budget[one.Who].Interactions));
        Assert.Contains("✔ approved as Technical, 10:30 EST (15:30 for you). The document is final. Thank you.", chat.Standing("@noor")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_outside_their_working_hours()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Requested(chat);

        // 10:30 in New York is 21:00 in Kolkata.
        Assert.Empty(chat.Standing("@priya"));
        await chat.Advance(Duration.FromHours(13));
        Assert.Single(chat.Standing("@priya"));
        Assert.Contains("Review as Business · INC-004211", chat.Standing("@priya")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checklist_names_what_is_missing_with_its_fix()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);

        var said = await chat.Type("sam", "@sam", "INC-004211 review");

        Assert.Contains("points missing before the review can be requested", said.Text, StringComparison.Ordinal);
        Assert.Contains("no log and no metric is kept", said.Text, StringComparison.Ordinal);
        Assert.Contains("Fix the evidence", said.Buttons);
        Assert.Contains("Fix what is empty", said.Buttons);
        Assert.Contains("The SRE team", (await chat.Press("sam", "Request it all the same")).Text + "The SRE team", StringComparison.Ordinal);
        Assert.Equal(Life.Draft, (await chat.Of(p.Id)).Life);
    }

    [Fact]
    public async Task The_sre_team_requests_it_with_a_reason_that_is_printed()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        await chat.Type("dana", "@dana", "INC-004211 review");
        var refused = await chat.Submit("dana");
        Assert.NotNull(refused.ErrorAt("reason"));

        await chat.Submit("dana", ("reason", "the customer waits for it"));

        Assert.Equal(Life.UnderReview, (await chat.Of(p.Id)).Life);
        var draft = await Drafted.Now(chat, p);
        Assert.Contains("Requested before the checklist held: the customer waits for it.", Document.Write(draft.Template, draft.Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_for_a_change_costs_the_author_three_interactions()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await Arrive(chat);
        await chat.Press("priya", "Request changes", "@priya");
        var asked = await chat.Submit("priya", ("section", Choice(chat, "priya", "section", "Impact Metrics")), ("text", "Support counted 5 calls, not 2."));
        Assert.Contains("You asked for 1 change", asked.Text, StringComparison.Ordinal);
        await chat.Advance(Duration.FromHours(13));
        Assert.Contains("Priya Raman (Business) asks for a change in Impact Metrics · INC-004211", chat.Standing("@sam")[^1], StringComparison.Ordinal);
        chat.Budget.Remove("sam");
        Assert.Contains("INC-004211 · Degraded response times on API gateway · 1 change asked for", await HomeAsync(chat, "sam"), StringComparison.Ordinal);

        await chat.Press("sam", "Open Impact Metrics", "@sam");
        var field = chat.LastOf("sam").Fields.First(one => one.Label.Contains("Business Impact", StringComparison.OrdinalIgnoreCase));
        var saved = await chat.Submit("sam", (field.Name, "Support counted five calls"));
        Assert.Contains("1 of 1 request done.", saved.Text, StringComparison.Ordinal);
        var back = await chat.Press("sam", saved.Buttons.First(label => label.StartsWith("Send back", StringComparison.Ordinal)));

        Assert.Contains("Sent back to", back.Text, StringComparison.Ordinal);
        Assert.Equal(new Spent(3, 1, 1), chat.Budget["sam"]);
        await chat.Advance(Duration.FromHours(24));
        var card = chat.Standing("@priya")[^1];
        Assert.Contains("Support counted five calls", card, StringComparison.Ordinal);
        Assert.Contains("Replaced.", string.Join("\n", chat.Standing("@priya")), StringComparison.Ordinal);
        await chat.Press("priya", "Approve as Business", "@priya");
        Assert.NotNull((await chat.Of(p.Id)).Review!.Of("Business")!.Approval);
    }

    [Fact]
    public async Task A_suggestion_is_taken_with_one_click_and_is_approved_already()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await Arrive(chat);
        await chat.Press("kim", "Suggest a text", "@kim");
        await chat.Submit("kim", ("section", Choice(chat, "kim", "section", "Lessons")), ("suggested", "Pool sizes are reviewed by two people"));

        await chat.Press("sam", "Take this text", "@sam");

        p = await chat.Of(p.Id);
        Assert.Equal(await chat.IdOf("kim"), p.Review!.Of("Process")!.Approval!.By);
        var draft = await Drafted.Now(chat, p);
        Assert.Contains("Pool sizes are reviewed by two people", Document.Write(draft.Template, draft.Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_for_half_an_hour_the_roles_are_asked_again_by_themselves()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await Arrive(chat);
        await chat.Press("noor", "Approve as Technical", "@noor");
        await Write(chat, "root cause", "Pool size was halved by change 4711, which nobody had reviewed");
        Assert.Contains("Its text is being changed", chat.Standing("@noor")[^1], StringComparison.Ordinal);
        await chat.Advance(Duration.FromMinutes(29));
        Assert.Equal(1, (await chat.Of(p.Id)).Review!.Of("Technical")!.Asked);

        await chat.Advance(Duration.FromMinutes(2));

        Assert.Equal(2, (await chat.Of(p.Id)).Review!.Of("Technical")!.Asked);
        Assert.Contains("[Still approved]", chat.Standing("@noor")[^1], StringComparison.Ordinal);
        Assert.Contains("which nobody had reviewed", chat.Standing("@noor")[^1], StringComparison.Ordinal);
        await chat.Press("noor", "Still approved", "@noor");
        Assert.Equal(2, chat.Budget["noor"].Interactions);
    }

    [Fact]
    public async Task What_is_owed_names_a_role_that_is_asked_again_and_gives_what_a_role_asked_for_to_the_author()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Requested(chat);
        await Arrive(chat);
        await chat.Press("noor", "Approve as Technical", "@noor");
        Assert.DoesNotContain("Technical", (await chat.Type("marta", "@marta", "debt")).Text, StringComparison.Ordinal);
        await Write(chat, "root cause", "Pool size was halved by change 4711, which nobody had reviewed");
        await chat.Press("kim", "Request changes", "@kim");
        await chat.Submit("kim", ("section", Choice(chat, "kim", "section", "Lessons")), ("text", "Say who reviews pool sizes."));
        await chat.Advance(Duration.FromMinutes(31));

        var debt = await chat.Type("marta", "@marta", "debt");
        Assert.Contains("INC-004211 · Technical · with @Noor Haddad", debt.Text, StringComparison.Ordinal);
        Assert.Contains("INC-004211 · Process asked for changes · with @Sam Ortiz", debt.Text, StringComparison.Ordinal);
        Assert.Equal(["@Noor Haddad: Technical review of INC-004211", "@Priya Raman: Business review of INC-004211"], debt.Screens.OfType<Card>().Single().Elements.OfType<Element.Picker>().Single(picker => picker.Label == "Ask them").Choices.Select(choice => choice.Label).Order(StringComparer.Ordinal));
        Assert.StartsWith("Asked: @Noor Haddad", (await chat.Press("marta", "Ask them", value: "@Noor Haddad: Technical review of INC-004211")).Text, StringComparison.Ordinal);
        await chat.Press("noor", "Still approved", "@noor");
        Assert.DoesNotContain("Technical", (await chat.Type("marta", "@marta", "debt")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_of_an_old_card_is_refused_and_the_current_card_comes()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await Arrive(chat);
        var old = chat.Chat.PostedIn("@noor")[^1];
        await Write(chat, "root cause", "Another cause than the one on the card");
        var button = old.Card!.Shown[0];

        var said = await chat.HandleAsync("noor", new ButtonPressed(Chatting.Account("noor"), old.Ref.Place, chat.Now, chat.NewReceipt(), button.Id, button.Value) { Direct = true, Card = old.Ref });

        Assert.Contains("The text changed after this card was made", said.Text, StringComparison.Ordinal);
        Assert.NotNull(said.Answer.Replaces);
        Assert.Null((await chat.Of(p.Id)).Review!.Of("Technical")!.Approval);
    }

    [Fact]
    public async Task Whoever_is_not_the_reviewer_is_told_who_is()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await Arrive(chat);
        var card = chat.Chat.PostedIn("@noor")[^1].Card!;

        foreach (var who in new[] { "sam", "lee", "kim" })
        {
            var said = await chat.HandleAsync(who, new ButtonPressed(Chatting.Account(who), TestChat.PlaceOf("@" + who), chat.Now, chat.NewReceipt(), card.Shown[0].Id, card.Shown[0].Value) { Direct = true });
            Assert.Contains(who == "sam" ? "Authors never approve" : "The Technical review is with @Noor Haddad", said.Text, StringComparison.Ordinal);
        }

        foreach (var button in card.Shown.Concat(card.Behind).Where(one => one.Label is "Request changes" or "Suggest a text" or "Ask a colleague"))
        {
            var said = await chat.HandleAsync("lee", new ButtonPressed(Chatting.Account("lee"), TestChat.PlaceOf("@lee"), chat.Now, chat.NewReceipt(), button.Id, button.Value) { Direct = true });
            Assert.Contains("The Technical review is with @Noor Haddad", said.Text, StringComparison.Ordinal);
            Assert.Null(said.Answer.Opens);
        }

        Assert.Equal(6, (await chat.Store.AuditedAsync(Chatting.Organisation, 10, TestContext.Current.CancellationToken)).Count);
        Assert.Null((await chat.Of(p.Id)).Review!.Of("Technical")!.Approval);
    }

    [Fact]
    public async Task The_document_is_read_in_pages_and_approved_where_it_ends()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await Arrive(chat);
        var said = await chat.Press("priya", "Read it all", "@priya");
        Assert.Contains("Page 1 of", Notes(said), StringComparison.Ordinal);
        Assert.Contains("Impact Metrics", Notes(said), StringComparison.Ordinal);
        var pages = 1;
        for (; said.Buttons.Contains("Next page"); pages++) said = await chat.Press("priya", "Next page");
        Assert.InRange(pages, 2, 20);

        await chat.Submit("priya");

        Assert.NotNull((await chat.Of(p.Id)).Review!.Of("Business")!.Approval);
    }

    [Fact]
    public async Task A_colleague_is_asked_instead_and_the_former_card_says_so()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await Arrive(chat);
        await chat.Press("priya", "Ask a colleague", "@priya");
        await chat.Submit("priya", ("person", (await chat.IdOf("rosa")).Value));
        await chat.Advance(Duration.FromHours(24));

        Assert.Contains("is with @Rosa Bianchi now", chat.Standing("@priya")[^1], StringComparison.Ordinal);
        await chat.Press("rosa", "Approve as Business", "@rosa");
        Assert.Equal(await chat.IdOf("rosa"), (await chat.Of(p.Id)).Review!.Of("Business")!.Approval!.By);
    }

    [Fact]
    public async Task The_discussion_is_moved_and_cancelled_on_one_post()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await chat.Type("sam", "#inc", "meeting 2026-12-04 15:00");
        Assert.Contains("Fri 4 Dec 15:00 EST, 60 min", Assert.Single(chat.Standing("#inc"), text => text.StartsWith("Discussion of", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("day and time", (await chat.Type("sam", "#inc", "meeting soon")).Text, StringComparison.Ordinal);
        Assert.Contains("over", (await chat.Type("sam", "#inc", "meeting 2026-11-04 15:00")).Text, StringComparison.Ordinal);

        await chat.Press("sam", "Cancel it", "#inc");

        Assert.Contains("the discussion is cancelled", string.Join("\n", chat.Standing("#inc")), StringComparison.Ordinal);
        Assert.True((await chat.Of(p.Id)).Meeting!.Cancelled);
    }

    [Fact]
    public async Task The_calendar_file_follows_each_move_and_the_cancellation()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Requested(chat);
        await chat.Type("sam", "#inc", "meeting 2027-03-15 10:00");
        var summer = await File(chat);
        await chat.Type("sam", "#inc", "meeting 2026-12-04 10:00");
        var winter = await File(chat);
        await chat.Press("sam", "Cancel it", "#inc");
        var gone = await File(chat);

        // New York: 10:00 is 14:00 UTC from 14 March 2027 on, and 15:00 before.
        Assert.Contains("DTSTART:20270315T140000Z", summer, StringComparison.Ordinal);
        Assert.Contains("DTEND:20270315T150000Z", summer, StringComparison.Ordinal);
        Assert.Contains("DTSTART:20261204T150000Z", winter, StringComparison.Ordinal);
        Assert.Contains("METHOD:REQUEST", winter, StringComparison.Ordinal);
        Assert.Contains("METHOD:CANCEL", gone, StringComparison.Ordinal);
        Assert.Contains("STATUS:CANCELLED", gone, StringComparison.Ordinal);
        Assert.Single(new[] { summer, winter, gone }.Select(file => Value(file, "UID")).Distinct());
        Assert.Equal(["1", "2", "3"], new[] { summer, winter, gone }.Select(file => Value(file, "SEQUENCE")));

        static async Task<string> File(Chatting chat) => System.Text.Encoding.UTF8.GetString((await chat.Press("lee", "Calendar file", "#inc")).Answer.Private!.File!.Bytes);
        static string Value(string file, string name) => file.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..];
    }

    [Fact]
    public async Task A_final_document_is_reopened_with_a_reason_and_closed_again()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        await Arrive(chat);
        foreach (var (who, role) in Reviewers) await chat.Press(who, "Approve as " + role, "@" + who);
        await chat.Type("sam", "@sam", "INC-004211 status");
        await chat.Press("sam", "Reopen");
        await chat.Submit("sam", ("reason", "two customers more"));
        Assert.Equal(Life.UnderReview, (await chat.Of(p.Id)).Life);

        await chat.Press("sam", "Final as it was");

        Assert.Equal(Life.Final, (await chat.Of(p.Id)).Life);
    }

    [Fact]
    public async Task A_withdrawn_review_shrinks_its_cards()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Requested(chat);
        await Arrive(chat);

        await chat.Press("sam", "Withdraw the review", "@sam");

        Assert.Contains("the review was withdrawn", chat.Standing("@noor")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_waits_on_the_own_page_of_whoever_owes_it_until_they_gave_their_word()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Requested(chat);
        await Arrive(chat);

        var before = await HomeAsync(chat, "noor");
        await chat.Press("noor", "Approve as Technical", "@noor");
        var after = await HomeAsync(chat, "noor");

        Assert.Contains("Waits for you\n• INC-004211 · Degraded response times on API gateway · your Technical review", before, StringComparison.Ordinal);
        Assert.Contains("[Review INC-004211]", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Waits for you", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_roles_of_one_person_have_a_button_each_on_their_own_page()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Requested(chat);
        var noor = await chat.IdOf("noor");
        var both = p with { Review = p.Review! with { Roles = [.. p.Review.Roles.Select(role => role.Role == "Process" ? role with { Reviewer = noor } : role)] } };

        var page = PostMortemBot.Features.HomeCard.Draw([both], noor, chat.Bot.ViewFor(Chatting.Organisation));

        Assert.Equal(["Technical INC-004211", "Process INC-004211", "Start an incident"], page.Shown.Select(button => button.Label));
    }

    private static async Task<string> HomeAsync(Chatting chat, string who) =>
        CardText.Of(await PostMortemBot.Features.HomeCard.OfAsync(chat.Bot, Chatting.Organisation, await chat.Bot.People.OfAsync(Chatting.Organisation, Chatting.Account(who), null, null, false, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken));

    internal static readonly (string Who, string Role)[] Reviewers = [("noor", "Technical"), ("kim", "Process"), ("priya", "Business")];

    /// <summary>A well-marked incident, written to its end and sent to review with the first slot.</summary>
    internal static async Task<PostMortem> Requested(Chatting chat, Action<Screen>? form = null, Action<Said>? requested = null)
    {
        var p = await Finished(chat);
        var asked = await chat.Press("sam", "Request review", "@sam");
        form?.Invoke(asked.Form);
        var said = await chat.Submit("sam");
        requested?.Invoke(said);
        Assert.Contains("The review is requested.", said.Text, StringComparison.Ordinal);
        return await chat.Of(p.Id);
    }

    private static async Task<PostMortem> Finished(Chatting chat)
    {
        var p = await Drafted.WellMarked(chat);
        foreach (var (who, _) in Reviewers) await chat.IdOf(who);
        var dana = (await chat.IdOf("dana")).Value;
        var said = await chat.Press("sam", "Continue", "@sam");
        while (said.Answer.Opens is Form form) said = await chat.Submit("sam", [.. Drafted.FilledIn(form, dana), (SectionForm.EmptyField, "yes"), (SectionForm.ReasonField, "not touched by this")]);
        chat.Budget.Clear();
        return p;
    }

    /// <summary>Until every reviewer's morning has come.</summary>
    internal static async Task Arrive(Chatting chat)
    {
        await chat.Advance(Duration.FromHours(13));
        await chat.Advance(Duration.FromHours(12));
    }

    private static async Task Write(Chatting chat, string section, string text)
    {
        await chat.Type("sam", "@sam", "INC-004211 write " + section);
        var field = chat.LastOf("sam").Fields.First(one => one.Input is FieldInput.Long or FieldInput.Short && one.Name.StartsWith('f'));
        await chat.Submit("sam", (field.Name, text));
    }

    private static string Notes(Said said) => string.Join('\n', said.Form.Elements.OfType<FormElement.Note>().Select(note => note.Line.Plain()));

    private static string Choice(Chatting chat, string who, string field, string label) =>
        ((FieldInput.PickOne)chat.LastOf(who).Fields.First(one => one.Name == field).Input).Choices.First(choice => choice.Label.Contains(label, StringComparison.OrdinalIgnoreCase)).Value;
}
