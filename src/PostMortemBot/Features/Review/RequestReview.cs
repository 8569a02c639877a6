using NodaTime;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>review</c> and <em>Request review</em>: the checklist, then who reviews and when the team talks about it; later where the review is.</summary>
internal static class RequestReview
{
    public const string AskId = "review.ask";
    public const string FormId = "review.ask.form";
    public const string WithdrawId = "review.withdraw";
    private const string SlotField = "slot";
    private const string ReasonField = "reason";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, ("review " + words).Trim());
        if (ask is not null) return ask;
        if (p!.Life is Life.UnderReview or Life.Final) return Answer.Tell(StandingOf(p, turn.View));
        return await OpenAsync(turn, p, typed.MayOpen);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? await OpenAsync(turn, p, true);
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var draft = await Draft.LoadAsync(turn, p.Id);
        var reviewers = turn.Policy.Review.Roles.Select(role => new ReviewerAsked(role.Name, new(form.Values.Text(NameOf(role))))).Where(asked => asked.Reviewer.Value.Length > 0).Select(asked => IsOfRole(turn, p, asked) ? asked : asked with { Way = ReviewerWay.Named }).ToList();
        var slot = InstantPattern.ExtendedIso.Parse(form.Values.Text(SlotField)) is { Success: true } read ? read.Value : (Instant?)null;
        var reason = Secrets.Mask(form.Values.Text(ReasonField));
        var guest = reviewers.FirstOrDefault(asked => turn.Bot.People.Of(turn.Organisation, asked.Reviewer) is { IsGuest: true } or { IsBot: true });
        var outcome = guest is null
            ? await turn.DecideAsync(p.Id, state => MayReview(turn, state, reviewers) ?? Review.Request(state, Draft.Fill(draft.Template, state, turn.View), reviewers, slot, reason.Text, draft.Template, turn.Policy, turn.Actor, turn.Now))
            : new Outcome.Refused("Guests and bots do not review. Pick somebody of the organisation.", guest.Role);
        if (outcome is Outcome.Refused refused)
        {
            var again = FormOf(turn, await Draft.LoadAsync(turn, p.Id)).Holding(form.Values);
            return Answer.Open(again.Refused(turn.Policy.Review.Roles.FirstOrDefault(role => ReviewState.Same(role.Name, refused.Field ?? "")) is { } role ? [NameOf(role)] : [refused.Field ?? ""], Refusal.At(turn, refused.Sentence)));
        }

        return outcome is Outcome.Done done ? Answer.Tell(Asked(done.After, turn.View)) : Answer.Silent;
    }

    public static async Task<Answer> Withdrawn(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        var outcome = await turn.DecideAsync(p.Id, state => Review.Withdraw(state, "", turn.Actor, turn.Now));
        return outcome is Outcome.Refused refused
            ? Refusal.Say(turn, refused.Sentence)
            : Answer.Say(["The review of ", Span.Bold(p.Name), " is withdrawn: it is a draft again, and approvals fell."], Button.Opens(AskId, "Request review", p.Id.Value));
    }

    /// <summary>Where a review is, or how it ended.</summary>
    public static Card StandingOf(PostMortem p, View view)
    {
        List<Element> elements = [new Element.Text(p.Life == Life.Final ? ["Final since ", view.Moment(p.FinishedAt ?? p.ChangedAt), "."] : "In review:"), new Element.Bullets([.. ReviewLine.Of(p, view).Split(" · ").Select(line => (Line)line)])];
        if (p.Meeting is { Cancelled: false } meeting) elements.Add(new Element.Small(["Discussion: ", view.Moment(meeting.Start), "."]));
        if (ReviewLine.Next(p, view) is { } next) elements.Add(new Element.Text(next));
        return new Card(IncidentCard.TitleOf(p), elements, [.. ReviewLine.Acts(p, view), Button.Does(Preview.ReadId, "Read it", p.Id.Value)], p.Life == Life.UnderReview ? [Button.Opens(NameReviewer.OpenId, "Name a reviewer", p.Id.Value), Button.Does(WithdrawId, "Withdraw the review", p.Id.Value), .. p.FinalReopened is null ? [] : new[] { Button.Does(ReopenFinal.CloseId, "Final as it was", p.Id.Value) }] : [Button.Opens(ReopenFinal.OpenId, "Reopen", p.Id.Value)]);
    }

    private static async Task<Answer> OpenAsync(Turn turn, PostMortem p, bool mayOpen)
    {
        const string Sentence = "The author requests the review, or the SRE team. Tell them that it is ready.";
        if (!await turn.MayAsync(Act.RequestReview, p, Sentence)) return Refusal.Say(turn, Sentence);
        if (p.Life is Life.UnderReview or Life.Final) return Answer.Tell(StandingOf(p, turn.View));
        var draft = await Draft.LoadAsync(turn, p.Id);
        if (draft.Closed(turn) is { } closed) return closed;
        var gates = Checklist.Gates(draft.P, draft.Template, draft.Content, turn.Policy);
        if (gates.Count > 0 && !turn.Actor.IsSre) return Answer.Tell(ChecklistCard(draft, turn.View));
        return mayOpen ? Answer.Open(FormOf(turn, draft)) : Answer.Tell(ChecklistCard(draft, turn.View));
    }

    /// <summary>What holds and what is missing, each missing one with the way to mend it.</summary>
    public static Card ChecklistCard(Draft draft, View view)
    {
        var (p, items) = (draft.P, Checklist.Of(draft.P, draft.Template, draft.Content, view.Policy));
        var gates = items.Where(item => item.GatesRequest).ToList();
        var missing = gates.Where(item => !item.Holds).ToList();
        List<Element> elements =
        [
            new Element.Text(missing.Count == 0 ? "The checklist holds. The review can be requested." : $"{Moments.Count(missing.Count, "point")} missing before the review can be requested:"),
            new Element.Bullets([.. gates.Select(Said)]),
            new Element.Small("The review brings the rest:"),
            new Element.Bullets([.. items.Where(item => !item.GatesRequest).Select(Said)]),
            .. BackStatements.LineOf(draft) is { } unproved ? new[] { unproved } : [],
            .. OfferActions.Elements(p, view),
        ];
        List<Button> fixes = [.. missing.Select(item => Fix(item, p)), .. BackStatements.Fix(draft)];
        var ask = Button.Opens(AskId, "Request review", p.Id.Value);
        return new Card($"Checklist · {IncidentCard.TitleOf(p)}", elements, missing.Count == 0 ? [ask, .. fixes] : [.. fixes.Take(4)], [.. missing.Count == 0 ? [] : fixes.Skip(4), .. missing.Count > 0 ? new[] { ask with { Label = "Request it all the same" } } : []]);
    }

    private static Line Said(ChecklistItem item) => item.Holds ? $"✔ {item.Says}" : $"▸ {item.Says}: {item.Missing}";

    private static Button Fix(ChecklistItem item, PostMortem p) => item.Point switch
    {
        ChecklistPoint.EventsTimed => Button.Does(IncidentCard.TimelineId, "Fix the timeline", p.Id.Value),
        ChecklistPoint.ActionsAssigned => Button.Opens(EditActions.OpenId, "Fix the actions", p.Id.Value),
        ChecklistPoint.EvidenceIncluded => Button.Opens(EvidenceRows.OpenId, "Fix the evidence", CarriedPair.Of(p.Id.Value)),
        ChecklistPoint.KeyTimesConfirmed => Button.Does(ProgressCard.TimesId, "Fix the key times", p.Id.Value),
        _ => Button.Opens(ProgressCard.ContinueId, "Fix what is empty", p.Id.Value),
    };

    private static Form FormOf(Turn turn, Draft draft)
    {
        var gates = Checklist.Gates(draft.P, draft.Template, draft.Content, turn.Policy);
        List<FormElement> elements = [new FormElement.Note(gates.Count == 0 ? "The checklist holds. Approvals and the discussion are what the review brings." : $"Not all of the checklist holds: {string.Join("; ", gates.Select(item => item.Missing))}.")];
        if (gates.Count > 0) elements.Add(new FormElement.Asks(new(ReasonField, "Why it is requested all the same", new FieldInput.Short("", Review.MostReason)) { Hint = "It is printed in the document, under Review Process." }));
        elements.AddRange(Asks(turn, draft.P));
        if (draft.P.Meeting is not { Cancelled: false }) elements.Add(new FormElement.Asks(Slots(turn, draft.P)));
        return new Form(FormId, "Request review", elements, "Request the review", draft.P.Id.Value);
    }

    /// <summary>For each role its people in the order in which they are asked; the SRE team may name anybody.</summary>
    private static IEnumerable<FormElement> Asks(Turn turn, PostMortem p)
    {
        var candidates = Candidates(turn, p);
        var picked = Reviewers.Pick([.. candidates.Select(one => (one.Role.Name, (IReadOnlyList<PersonId>)[.. one.People.Select(person => person.Id)]))], Rights.AuthorOf(p), turn.Policy.Review.Distinct);
        foreach (var (role, people) in candidates)
        {
            var first = picked.FirstOrDefault(one => one.Role == role.Name)?.Reviewer.Value ?? "";
            var input = turn.Actor.IsSre || people.Count == 0 ? (FieldInput)new FieldInput.PickPerson(first) : new FieldInput.PickOne([.. people.Select(person => new Choice(person.Id.Value, person.Name))], first);
            yield return new FormElement.Asks(new(NameOf(role), $"{role.Name} review", input) { Hint = people.Count == 0 ? "Nobody of bot.json is free for this role. The SRE team names somebody." : $"Printed as {role.Title}." });
        }
    }

    private static Field Slots(Turn turn, PostMortem p)
    {
        var view = turn.View;
        var offered = SlotsOf(turn.Bot, turn.Organisation, p, turn.Now);
        return new(SlotField, "When the team talks about it, 60 minutes", new FieldInput.PickOne([.. offered.Select(slot => new Choice(InstantPattern.ExtendedIso.Format(slot.Start), SectionForm.Cut(view.At(slot.Start) + Outside(slot, view))))], offered.Count > 0 ? InstantPattern.ExtendedIso.Format(offered[0].Start) : ""))
        {
            Hint = "I see working hours, not calendars. It can be moved.",
        };
    }

    public static string Outside(MeetingSlot slot, View view) => slot.Outside.Count switch
    {
        0 => "",
        <= 2 => $", outside hours for {string.Join(" and ", slot.Outside.Select(view.NameOf))}",
        _ => $", outside hours for {slot.Outside.Count}",
    };

    /// <summary>Three times that suit those who took part, write or review.</summary>
    public static IReadOnlyList<MeetingSlot> SlotsOf(Bot bot, string organisation, PostMortem p, Instant now) =>
        Deadlines.Of(p, bot.Policy) is { } dates ? MeetingSlots.Of(dates, AttendeesOf(bot, organisation, p), bot.Policy, now) : [];

    public static IReadOnlyList<Attendee> AttendeesOf(Bot bot, string organisation, PostMortem p)
    {
        var reviewers = p.Review?.Roles.Select(role => role.Reviewer) ?? [];
        var people = p.Participants.Concat(reviewers).Concat(new[] { p.Owner, p.Author }.OfType<PersonId>()).Distinct().Where(id => id != PersonId.Bot).OrderBy(id => id.Value, StringComparer.Ordinal);
        return [.. people.Select(id => bot.People.Of(organisation, id)).Where(person => !person.IsBot && !person.IsGuest).Select(person => new Attendee(person.Id, person.Zone))];
    }

    private static List<(ReviewRole Role, IReadOnlyList<Person> People)> Candidates(Turn turn, PostMortem p) =>
    [
        .. turn.Policy.Review.Roles.Select(role => (role, (IReadOnlyList<Person>)[.. Handles(role.For(p.Services)).SelectMany(handle => turn.Bot.People.Holders(turn.Organisation, handle)).DistinctBy(person => person.Id)
            .Where(person => person.Id != Rights.AuthorOf(p) && !person.IsGuest)])),
    ];

    private static IEnumerable<string> Handles(ReviewersAsked asked) => asked.Reviewers.Concat(asked.StandIns);

    /// <summary>The author picks among a role's people; anybody else is named by the SRE team.</summary>
    private static Decision? MayReview(Turn turn, PostMortem p, IReadOnlyList<ReviewerAsked> reviewers)
    {
        var foreign = turn.Actor.IsSre ? null : reviewers.FirstOrDefault(asked => !IsOfRole(turn, p, asked));
        return foreign is null ? null : Decision.Refuse("Only the people of this role can be picked. The SRE team names somebody else.", foreign.Role);
    }

    private static bool IsOfRole(Turn turn, PostMortem p, ReviewerAsked asked) => Candidates(turn, p).Any(one => one.Role.Name == asked.Role && one.People.Any(person => person.Id == asked.Reviewer));

    private static Card Asked(PostMortem p, View view)
    {
        var reviewers = Texts.Listed([.. p.Review!.Roles.Select(role => view.Named(role.Reviewer))]);
        List<Element> elements = [new Element.Text(["The review is requested. ", .. reviewers, " are asked in their working hours."])];
        if (p.Meeting is { Cancelled: false } meeting) elements.Add(new Element.Small(["Discussion: ", view.Moment(meeting.Start), ". It is posted in the incident's channel."]));
        return new Card(IncidentCard.TitleOf(p), elements, [Button.Does(Preview.ReadId, "Read it", p.Id.Value)]);
    }

    private static string NameOf(ReviewRole role) => "role." + role.Name;
}
