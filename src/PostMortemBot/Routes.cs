using PostMortemBot.Chat;
using PostMortemBot.Features;
using PostMortemBot.Storage;

namespace PostMortemBot;

/// <summary>THE TABLE: every word, button, form and menu entry, and the function that handles it. Ids live for ever in posted messages.</summary>
internal static class Routes
{
    /// <summary>The cards that stand in conversations, edited in place.</summary>
    public static IReadOnlyList<StandingCard> StandingCards { get; } = [IncidentCard.Standing, VerdictCard.Standing, Verdict.Undecided, ProgressCard.Standing];

    /// <summary>The messages that are posted once.</summary>
    public static IReadOnlyList<Notice> Notices { get; } = [HandOver.Notice, SetAside.Notice, EarlierMarks.Notice, AskPerson.Notice];

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new(["start"], "start [ID] [title] [p1|p2|p3] [env:…] [svc:…] [owner:…]", "opens an incident here, or joins this conversation to it", StartIncident.Typed) { NamesPeople = true },
        new(["set"], "set [p1…] [env:…] [svc:…] [id …] [title …] [fact …]", "changes or adds a fact", SetFacts.Typed) { NamesPeople = true },
        new(["mark", "m"], "mark [time] [#phase] text", "puts an event on the timeline", MarkEvent.Typed),
        new(["timeline"], "timeline", "shows and corrects the events", ShowTimeline.Typed),
        new(["backfill"], "backfill [since time]", "proposes events from what was said", BackfillTimeline.Typed),
        new(["undo"], "undo", "takes back what you did last, up to 10 minutes ago", UndoAct.Typed),
        new(["evidence"], "evidence [text, link or files]", "keeps a log line, query, link or file; alone: what is kept", KeepEvidence.Typed),
        new(["preview", "read"], "preview", "the document as it stands now", Preview.Typed),
        new(["export"], "export [md|html|json]", "the document as a file", Export.Typed),
        new(["write"], "write [section]", "goes on with the post-mortem, or opens a section of it", WriteSection.Typed),
        new(["status"], "status", "where we are", ShowStatus.Typed),
        new(["handover"], "handover @person [note]", "gives the open incident to another owner", HandOver.Typed) { NamesPeople = true },
        new(["author"], "author @person", "names another author of the document", NameAuthor.Typed) { NamesPeople = true },
        new(["resolve"], "resolve [time]", "records when it was over, and says whether a post-mortem is due", Resolve.Typed),
        new(["reopen"], "reopen", "it came back: the same incident goes on", Reopen.Typed),
        new(["cancel"], "cancel [reason]", "opened by mistake", CancelIncident.Typed),
        new(["merge"], "merge [undo] INC-…", "takes another incident in, or parts the two again within 24 h", MergeIncidents.Typed),
        new(["nearmiss", "near-miss"], "nearmiss text", "notes in one line what nearly went wrong", NearMiss.Typed),
        new(["action"], "action \"text\" [@owner] [due]", "adds an action item; due as friday, in 2 weeks, 2026-12-24", AddAction.Typed) { NamesPeople = true },
        new(["actions"], "actions [mine|overdue|all]", "open action items, to answer for", ShowActions.Typed),
        new(["debt"], "debt", "what is owed, and whom to ask", ShowDebt.Typed),
        new(["away"], "away until friday", "no reminders while you are away; away off ends it", Absences.Typed),
        new(["slo"], "slo NAME bad 23m", "what an SLO lost; or: slo NAME failed 812/120000", SetFacts.SloTyped),
        new(["similar"], "similar [INC-…]", "earlier incidents that resemble one", ShowSimilar.Typed),
        new(["override"], "override required|optional|not required reason", "decides otherwise than the rules (SRE team, process reviewer)", OverrideVerdict.Typed),
        new(["stop"], "stop reason", "stops a draft (SRE team, process reviewer)", OverrideVerdict.StopTyped),
        new(["redact"], "redact [words of it]", "overwrites a text for good (author, SRE team, own marks)", RedactText.Typed),
        new(["help", "?"], "help [command]", "help", (turn, _, words) => Help.Typed(turn, words, Commands!)),
    ];

    public static RouteTable Table { get; } = new(
        Commands,
        new Dictionary<string, Func<Turn, ButtonPressed, Task<Answer>>>
        {
            [Which.PickId] = Which.Picked,
            [Help.AllId] = (_, _) => Help.All(Commands),
            [Help.RunId] = Help.Run,
            [StartIncident.OpenId] = StartIncident.Pressed,
            [StartIncident.AnotherId] = StartIncident.Another,
            [StartIncident.AsEventId] = MarkEvent.AsEvent,
            [IncidentCard.MarkId] = MarkEvent.Pressed,
            [IncidentCard.TimelineId] = ShowTimeline.Pressed,
            [IncidentCard.DetailsId] = DetailsForm.Pressed,
            [IncidentCard.ResolveId] = Resolve.Pressed,
            [IncidentCard.CancelId] = CancelIncident.Pressed,
            [IncidentCard.MergeId] = MergeIncidents.Pressed,
            [IncidentCard.ReopenId] = Reopen.Pressed,
            [MergeIncidents.UndoId] = MergeIncidents.Undone,
            [Verdict.AnswerId] = Verdict.Answered,
            [Verdict.AskId] = Verdict.Asked,
            [Verdict.WhyId] = Verdict.Why,
            [VerdictCard.TimeId] = Resolve.ChangeTime,
            [VerdictCard.AuthorId] = NameAuthor.Pressed,
            [VerdictCard.OverrideId] = OverrideVerdict.Pressed,
            [VerdictCard.WriteUpId] = WriteUp.Pressed,
            [VerdictCard.KeepId] = WriteUp.Kept,
            [ShowTimeline.PageId] = ShowTimeline.Paged,
            [ShowTimeline.PostId] = ShowTimeline.Posted,
            [Preview.ReadId] = Preview.Pressed,
            [EditEvent.OpenId] = EditEvent.Pressed,
            [EditEvent.TakeOverId] = EditEvent.TakenOver,
            [EvidenceLine.UndoId] = UndoEvidence.Undone,
            [EvidenceLine.PutBackId] = UndoEvidence.PutBack,
            [EvidenceRows.OpenId] = EvidenceRows.Opened,
            [EvidenceRows.RemoveId] = EvidenceRows.Remove,
            [EvidenceRows.BackId] = EvidenceRows.Back,
            [EditEvidence.OpenId] = EditEvidence.Pressed,
            [EditEvidence.AddId] = EditEvidence.Adding,
            [RedactText.OpenId] = RedactText.Pressed,
            [UndoMark.UndoId] = UndoMark.Undone,
            [UndoMark.RemoveId] = UndoMark.Removed,
            [UndoMark.PutBackId] = UndoMark.PutBack,
            [MoveMark.MoveId] = MoveMark.Pressed,
            [JoinEvents.JoinId] = JoinEvents.Joined,
            [ShiftTimes.OpenId] = ShiftTimes.Pressed,
            [UndoAct.ActId] = UndoAct.Pressed,
            [BackfillTimeline.KeepId] = BackfillTimeline.Kept,
            [BackfillTimeline.ChooseId] = BackfillTimeline.Choosing,
            [BackfillTimeline.CancelId] = BackfillTimeline.Cancelled,
            [BackfillTimeline.AgainId] = BackfillTimeline.Again,
            [ShowSimilar.ShowId] = ShowSimilar.Pressed,
            [ProgressCard.ContinueId] = WriteSection.Continue,
            [ProgressCard.ChooseId] = WriteSection.Choose,
            [ProgressCard.TimesId] = KeyTimesCard.Pressed,
            [ProgressCard.HintsId] = ShowHints.Wording,
            [ProgressCard.NumbersId] = ShowHints.Numbers,
            [KeyTimesCard.RightId] = KeyTimesCard.Right,
            [WriteSection.OpenId] = WriteSection.Opened,
            [AnswerByMessage.AskId] = AnswerByMessage.Pressed,
            [AnswerByMessage.PickId] = AnswerByMessage.Picked,
            [AnswerByMessage.CancelId] = AnswerByMessage.Cancel,
            [AnswerByMessage.MoreId] = AnswerByMessage.More,
            [AnswerByMessage.UndoId] = AnswerByMessage.Undone,
            [AnswerByMessage.ItIsId] = AnswerByMessage.ItIs,
            [EditRows.OpenId] = EditRows.Opened,
            [EditRows.EditId] = EditRows.Edit,
            [EditRows.RemoveId] = EditRows.Remove,
            [ActionOfMessage.UndoId] = ActionOfMessage.Undone,
            [ShowActions.PageId] = ShowActions.Paged,
            [ShowActions.PickId] = ShowActions.Picked,
            [AnswerAction.DoneId] = AnswerNudge.OnTheDay(AnswerAction.Done),
            [AnswerAction.BeginId] = AnswerNudge.OnTheDay(AnswerAction.Begin),
            [AnswerAction.SnoozeId] = AnswerNudge.OnTheDay(AnswerAction.Snooze),
            [AnswerAction.EffectId] = AnswerNudge.OnTheDay(AnswerAction.Told),
            [AnswerNudge.GoingId] = AnswerNudge.OnTheDay(AnswerNudge.Going),
            [AnswerNudge.ResolvedId] = AnswerNudge.OnTheDay(AnswerNudge.Resolved),
            [DayCard.OtherwiseId] = (turn, pressed) => AnswerNudge.Otherwise(turn, pressed, Table!.Buttons),
            [AskPerson.AskId] = AskPerson.Pressed,
            [HoldFollowUp.OpenId] = HoldFollowUp.Pressed,
            [AnswerAction.BackId] = AnswerAction.PutBack,
            [ActionForms.DateId] = ActionForms.Opened,
            [ActionForms.HandId] = ActionForms.Opened,
            [ActionForms.DropId] = ActionForms.Opened,
            [ActionForms.WordId] = ActionForms.Opened,
            [ActionForms.ShowId] = ActionForms.Opened,
            [EditActions.OpenId] = EditActions.Opened,
            [EditActions.EditId] = EditActions.Edit,
            [EditActions.RemoveId] = EditActions.Remove,
        },
        new Dictionary<string, Func<Turn, FormSubmitted, Task<Answer>>>
        {
            [StartIncident.FormId] = StartIncident.Submitted,
            [DetailsForm.FormId] = DetailsForm.Submitted,
            [CancelIncident.FormId] = CancelIncident.Submitted,
            [MergeIncidents.FormId] = MergeIncidents.Submitted,
            [NameAuthor.FormId] = NameAuthor.Submitted,
            [OverrideVerdict.FormId] = OverrideVerdict.Submitted,
            [Resolve.TimeFormId] = Resolve.TimeSubmitted,
            [MarkEvent.FormId] = MarkEvent.Submitted,
            [EditEvent.FormId] = EditEvent.Submitted,
            [ShiftTimes.FormId] = ShiftTimes.Submitted,
            [RedactText.FormId] = RedactText.Submitted,
            [EditEvidence.FormId] = EditEvidence.Submitted,
            [EditEvidence.AddFormId] = EditEvidence.Added,
            [BackfillTimeline.FormId] = BackfillTimeline.Submitted,
            [SectionForm.FormId] = WriteSection.Submitted,
            [ConflictForm.FormId] = ConflictForm.Submitted,
            [EditRows.FormId] = EditRows.Submitted,
            [EditActions.FormId] = EditActions.Submitted,
            [HoldFollowUp.FormId] = HoldFollowUp.Submitted,
            [ActionForms.DateFormId] = ActionForms.Submitted,
            [ActionForms.HandFormId] = ActionForms.Submitted,
            [ActionForms.DropFormId] = ActionForms.Submitted,
            [ActionForms.WordFormId] = ActionForms.Submitted,
            [ActionForms.ShowFormId] = ActionForms.Submitted,
        },
        [
            new(CaptureMessage.MenuId, "Add to timeline", CaptureMessage.Chosen),
            new(KeepEvidence.MenuId, "Add as evidence", KeepEvidence.Chosen),
            new(ActionOfMessage.MenuId, "Make an action item", ActionOfMessage.Chosen),
        ])
    {
        Concerns = CaptureMessage.Concerns,
        Heard = CaptureMessage.Heard,
        Hello = Welcome.Hello,
        Home = HomeCard.OfAsync,
        Fields = new Dictionary<string, Func<Turn, FieldLeft, Task<Answer>>> { [SectionForm.FormId] = WriteSection.Left },
        Answered = AnswerByMessage.Answered,
        Doubted = AnswerByMessage.Doubted,
        Otherwise = (turn, typed) => Help.Otherwise(turn, typed, Commands),
    };

    /// <summary>Who is told of work that is set aside.</summary>
    public static Func<WorkRow, string, CancellationToken, Task> SetAsideOf(Bot bot) => (work, why, stop) => SetAside.TellAsync(bot, work, why, stop);

    /// <summary>What is looked at every minute.</summary>
    public static Func<CancellationToken, Task> Tick(Bot bot) => stop => Nudging.TickAsync(bot, stop);

    /// <summary>Who does which kind of work after a commit.</summary>
    public static IReadOnlyDictionary<string, Doer> Doers(Bot bot)
    {
        var postman = new Postman(bot);
        return new Dictionary<string, Doer>
        {
            [CardWork.Kind] = postman.CardAsync,
            [NoticeWork.Kind] = postman.NoticeAsync,
            [ReceiptWork.Kind] = postman.ReceiptAsync,
            [ReachWork.Kind] = postman.ReachAsync,
            [DigestWork.Kind] = (work, stop) => Digest.SendAsync(bot, work, stop),
            [DayWork.Kind] = (work, stop) => DayMessage.SendAsync(bot, work, stop),
            [BackfillWork.Kind] = (work, stop) => ReadHistory.Do(bot, work, stop),
            [ResembleWork.Kind] = (work, stop) => Resembling.Do(bot, work, stop),
            [ReadWork.Kind] = (work, stop) => ReadCaptured.Do(bot, work, stop),
        };
    }
}
