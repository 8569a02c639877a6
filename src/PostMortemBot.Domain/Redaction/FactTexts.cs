namespace PostMortemBot.Domain;

/// <summary>The texts that people wrote inside facts. A new fact with a text gets its line here; a test fails until it has one.</summary>
public static class FactTexts
{
    /// <summary>The same fact with each of its texts changed, names of owners and writers too; ids, times, names of kinds and files' hashes stay.</summary>
    public static PostMortemEvent Change(PostMortemEvent fact, Func<string, string> change) => ChangeNames(ChangeWords(fact, change), change);

    /// <summary>What somebody said, without the names it is printed with.</summary>
    public static PostMortemEvent ChangeWords(PostMortemEvent fact, Func<string, string> change) => fact switch
    {
        IncidentStarted f => f with { Title = change(f.Title) },
        NearMissNoted f => f with { Text = change(f.Text) },
        TitleSet f => f with { Title = change(f.Title) },
        DetailsPutBack f => f with { Title = change(f.Title) },
        EnvironmentsSet f => f with { Environments = Each(f.Environments, change) },
        ServicesSet f => f with { Services = Each(f.Services, change) },
        FactsTakenOver f => f with { Environments = f.Environments is { } environments ? Each(environments, change) : null, Services = f.Services is { } services ? Each(services, change) : null },
        HandedOver f => f with { Note = change(f.Note) },
        SloMeasured f => f with { Peak = change(f.Peak) },
        TimelineEventMarked f => f with { Text = change(f.Text) },
        TimelineEventTextRead f => f with { Text = change(f.Text) },
        TimelineEventTextUnreadable f => f with { Reason = change(f.Reason) },
        TimelineEventCorrected f => f with { Text = Maybe(f.Text, change) },
        TimelineEventPutBack f => f with { Text = change(f.Text), SourceNow = Maybe(f.SourceNow, change) },
        SourceEdited f => f with { Text = change(f.Text) },
        EvidenceKept f => f with { Text = change(f.Text), Link = change(f.Link), Attachment = File(f.Attachment, change) },
        EvidenceTextRead f => f with { Text = change(f.Text), Link = change(f.Link), Attachment = File(f.Attachment, change) },
        EvidenceTextUnreadable f => f with { Reason = change(f.Reason) },
        EvidenceChanged f => f with { Text = Maybe(f.Text, change) },
        VerdictReached f => f with { Because = Each(f.Because, change) },
        VerdictOverridden f => f with { Reason = change(f.Reason) },
        PostMortemDeclined f => f with { Reason = change(f.Reason) },
        IncidentCancelled f => f with { Reason = change(f.Reason) },
        FieldAnswered f => f with { Value = Value(f.Value, change) },
        MarkedNotApplicable f => f with { Reason = change(f.Reason) },
        ActionItemAdded f => f with { Text = change(f.Text) },
        ActionItemChanged f => f with { Text = Maybe(f.Text, change) },
        ActionItemPutBack f => f with { Text = change(f.Text) },
        ActionTextRead f => f with { Text = change(f.Text) },
        ActionItemDropped f => f with { Reason = change(f.Reason) },
        ActionWordGiven f => f with { Word = change(f.Word) },
        ActionShown f => f with { Proof = change(f.Proof) },
        NudgeDropped f => f with { Reason = change(f.Reason) },
        FollowUpHeld f => f with { Runbooks = Maybe(f.Runbooks, change), Note = Maybe(f.Note, change) },
        ActionTextUnreadable f => f with { Reason = change(f.Reason) },
        PublishingFailed f => f with { Why = change(f.Why) },
        PublicationWithdrawn f => f with { Why = change(f.Why) },
        ReviewRequested f => f with { OverrideReason = Maybe(f.OverrideReason, change) },
        ReviewWithdrawn f => f with { Reason = change(f.Reason) },
        ChangesAsked f => f with { Text = change(f.Text), Suggestion = f.Suggestion is { } suggested ? suggested with { Value = Value(suggested.Value, change) } : null },
        ChangeAnswered f => f with { Reply = change(f.Reply) },
        RolesAskedAgain f => f with { Roles = [.. f.Roles.Select(role => role with { Differences = [.. role.Differences.Select(one => one with { Was = change(one.Was), Is = change(one.Is) })] })] },
        QuestionAsked f => f with { Text = change(f.Text) },
        QuestionAnswered f => f with { Answers = Each(f.Answers, change) },
        FinalReopened f => f with { Reason = change(f.Reason) },
        DiscussionNoted f => f with { Text = change(f.Text) },
        _ => fact,
    };

    /// <summary>Every text of a fact, as it stands; empty ones left out.</summary>
    public static IReadOnlyList<string> Of(PostMortemEvent fact) => Gathered(fact, Change);

    public static IReadOnlyList<string> WordsOf(PostMortemEvent fact) => Gathered(fact, ChangeWords);

    private static PostMortemEvent ChangeNames(PostMortemEvent fact, Func<string, string> change) => fact switch
    {
        TimelineEventMarked f => f with { Owner = Owner(f.Owner, change), WriterName = change(f.WriterName) },
        TimelineEventTextRead f => f with { WriterName = change(f.WriterName) },
        TimelineEventCorrected f => f with { Owner = Owner(f.Owner, change) },
        TimelineEventPutBack f => f with { Owner = Owner(f.Owner, change) },
        DetailsPutBack f => f with { Environments = Each(f.Environments, change), Services = Each(f.Services, change), Slos = [.. f.Slos.Select(slo => slo with { Peak = change(slo.Peak) })] },
        ResemblanceFound f => f with { Name = change(f.Name), Shared = Each(f.Shared, change) },
        ActionItemPutBack f => f with { Owner = Owner(f.Owner, change) },
        ActionItemAdded f => f with { Owner = Owner(f.Owner, change) },
        ActionItemChanged f => f with { Owner = Owner(f.Owner, change) },
        _ => fact,
    };

    private static List<string> Gathered(PostMortemEvent fact, Func<PostMortemEvent, Func<string, string>, PostMortemEvent> each)
    {
        List<string> texts = [];
        each(fact, text =>
        {
            if (text.Length > 0) texts.Add(text);
            return text;
        });
        return texts;
    }

    public static FieldValue Value(FieldValue value, Func<string, string> change) => value switch
    {
        FieldValue.Words words => new FieldValue.Words(change(words.Text)),
        FieldValue.Choice choice => choice with { Picked = Each(choice.Picked, change), Remark = change(choice.Remark) },
        FieldValue.Tick tick => tick with { Remark = change(tick.Remark) },
        FieldValue.Items items => new FieldValue.Items(Each(items.Entries, change)),
        FieldValue.Rows rows => new FieldValue.Rows([.. rows.Entries.Select(row => (IReadOnlyDictionary<string, string>)row.ToDictionary(cell => cell.Key, cell => change(cell.Value)))]),
        _ => throw new InvalidOperationException($"No texts for {value.GetType().Name}."),
    };

    private static IReadOnlyList<string> Each(IReadOnlyList<string> texts, Func<string, string> change) => [.. texts.Select(change)];

    private static string? Maybe(string? text, Func<string, string> change) => text is null ? null : change(text);

    private static EventOwner? Owner(EventOwner? owner, Func<string, string> change) => owner is null ? null : owner with { Team = change(owner.Team) };

    private static Attachment? File(Attachment? file, Func<string, string> change) => file is null ? null : file with { Name = change(file.Name) };
}
