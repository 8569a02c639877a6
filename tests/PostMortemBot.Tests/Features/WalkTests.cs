using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class WalkTests
{
    [Fact]
    public async Task A_well_marked_incident_fills_most_of_the_document_before_the_author_types()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var draft = await Drafted.Now(chat, await Drafted.WellMarked(chat));

        Assert.InRange(Filled(draft), 45, 101);
    }

    [Fact]
    public async Task A_sparsely_marked_incident_fills_some_of_it()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var draft = await Drafted.Now(chat, await Drafted.SparselyMarked(chat));

        Assert.InRange(Filled(draft), 20, 101);
    }

    [Fact]
    public async Task The_walk_goes_through_every_part_until_no_blank_is_left()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        var dana = (await chat.IdOf("dana")).Value;

        var said = await chat.Press("sam", "Continue", "@sam");
        while (said.Answer.Opens is Form form) said = await chat.Submit("sam", [.. Drafted.FilledIn(form, dana), (SectionForm.EmptyField, "yes"), (SectionForm.ReasonField, "not touched by this")]);

        var draft = await Drafted.Now(chat, p);
        Assert.Empty(draft.Walk.Blanks);
        Assert.Equal(19, draft.Walk.Ready);
        Assert.Contains("19 of 19 sections ready", said.Text, StringComparison.Ordinal);
        var document = Document.Write(draft.Template, draft.Content);
        Assert.DoesNotContain("to be written", document, StringComparison.Ordinal);
        Assert.Contains("N/A - not touched by this", document.Replace("—", "-", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_section_can_be_opened_by_name_and_saved()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        var dana = (await chat.IdOf("dana")).Value;
        foreach (var part in (await Drafted.Now(chat, p)).Template.Parts)
        {
            var said = await chat.Type("sam", "@sam", "INC-004211 write " + part.Name);
            for (var forms = 0; said.Answer.Opens is Form form; forms++)
            {
                Assert.InRange(forms, 0, 5);
                said = await chat.Submit("sam", Drafted.FilledIn(form, dana));
            }
        }

        // Rows of a repeated item have a small form of their own.
        await chat.Type("sam", "@sam", "INC-004211 write related incidents");
        await chat.Press("sam", "Rows: Previous Simila…");
        await chat.Press("sam", "Add a row");
        var rows = await chat.Submit("sam", ("c:id", "INC-004100"), ("c:date", "2026-08-12"), ("c:text", "Same pool, other cause"));
        Assert.Contains("INC-004100 · 2026-08-12 · Same pool, other cause", rows.Text, StringComparison.Ordinal);

        await chat.Type("sam", "@sam", "INC-004211 write slo");
        await chat.Press("sam", "Rows: SLO Performance");
        await chat.Press("sam", "Add a row");
        await chat.Submit("sam", ("c:slo", "API Response Time (p95)"), ("c:target", "<200ms"), ("c:actual", "840"), ("c:impact", "23"));

        var draft = await Drafted.Now(chat, p);
        Assert.Empty(draft.Walk.Blanks);
        Assert.Contains("\n- **INC-004100** (2026-08-12): Same pool, other cause\n", Document.Write(draft.Template, draft.Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authors_part_keeps_the_interaction_budget()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Drafted.WellMarked(chat);
        var spent = await WriteAsync(chat, "sam", typed: 13);

        Assert.InRange(spent.Forms, 1, 7);
        Assert.InRange(spent.Typed, 1, 14);
        Assert.InRange(spent.Interactions, 1, 32);
    }

    [Fact]
    public async Task A_near_miss_is_written_up_in_three_forms()
    {
        await using var chat = Chatting.At("2026-11-19 16:05");
        var p = await Drafted.NearMiss(chat);
        var spent = await WriteAsync(chat, "sam", typed: 6);

        Assert.InRange(spent.Forms, 1, 3);
        Assert.InRange(spent.Typed, 1, 6);
        Assert.InRange(spent.Interactions, 1, 14);
        Assert.Empty((await Drafted.Now(chat, p)).Walk.Blanks);
    }

    [Fact]
    public async Task What_stands_in_two_places_is_asked_once_and_said_in_both()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        var asked = (await Drafted.Now(chat, p)).Walk.Steps.SelectMany(step => step.Covers).Select(path => path.Value).ToList();
        Assert.Contains("metrics and data / response time metrics / peak response time", asked);
        Assert.DoesNotContain("incident overview / impact metrics / api response time", asked);

        await chat.Type("sam", "@sam", "INC-004211 write metrics");
        await chat.Submit("sam", ("f:metrics and data / response time metrics / peak response time", "840"));
        await chat.Type("sam", "@sam", "INC-004211 write executive");
        await chat.Submit("sam", ("f:executive summary / user impact", "Two customers could not pay"));

        var draft = await Drafted.Now(chat, p);
        var document = Document.Write(draft.Template, draft.Content);
        Assert.Contains("Peak response time: 840ms", document, StringComparison.Ordinal);
        Assert.Contains("- **API Response Time**: Peak degradation: 840ms vs target <200ms", document, StringComparison.Ordinal);
        Assert.Contains("- **User Experience**: Two customers could not pay", document, StringComparison.Ordinal);
        Assert.Contains("*(to be written: Error Rate)*", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_applicable_where_it_is_asked_is_so_in_the_other_place()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);

        await chat.Type("sam", "@sam", "INC-004211 write metrics");
        await chat.Submit("sam", (SectionForm.EmptyField, "yes"), (SectionForm.ReasonField, "no traffic at night"));

        var draft = await Drafted.Now(chat, p);
        Assert.Contains("- **Error Rate**: N/A — no traffic at night", Document.Write(draft.Template, draft.Content).Replace("N/A -", "N/A —", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(draft.Walk.Blanks, path => path.Value == "incident overview / impact metrics / error rate");
    }

    [Fact]
    public async Task No_form_asks_more_than_ten_things_or_five_typed()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var draft = await Drafted.Now(chat, await Drafted.SparselyMarked(chat));
        foreach (var step in draft.Walk.Steps)
        {
            Assert.InRange(step.Things, 0, Walk.MostThings);
            Assert.InRange(step.Typed, 0, Walk.MostTyped);
        }
    }

    [Fact]
    public async Task Looking_at_a_form_and_saving_it_unchanged_answers_no_text()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);

        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        await chat.Submit("sam");

        Assert.Empty((await chat.Of(p.Id)).Answers);
    }

    [Fact]
    public async Task Two_writers_of_one_field_see_both_texts_and_nothing_is_lost()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        const string NotCaught = "f:root cause analysis / why it wasn't caught earlier";
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        await chat.Type(Sre(chat), "#inc", "INC-004211 write root cause");
        await chat.Submit(Sre(chat), (Why, "The review did not show the pool size."));

        var said = await chat.Submit("sam", (Why, "Change 4711 had no load test."), (NotCaught, "No alert on pool wait time."));

        Assert.Contains("Written by two", said.Text, StringComparison.Ordinal);
        var meanwhile = await chat.Of(p.Id);
        Assert.Equal(new FieldValue.Words("No alert on pool wait time."), meanwhile.Answers[new(NotCaught[2..])].Value);
        Assert.Equal(new FieldValue.Words("The review did not show the pool size."), meanwhile.Answers[new(Why[2..])].Value);

        await chat.Submit("sam");
        Assert.Equal(new FieldValue.Words("The review did not show the pool size.\n\nChange 4711 had no load test."), (await chat.Of(p.Id)).Answers[new(Why[2..])].Value);
    }

    [Fact]
    public async Task A_field_is_saved_as_it_is_left_and_the_rest_waits()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        var form = (await chat.Type("sam", "@sam", "INC-004211 write root cause")).Form;
        var values = Said.ValuesOf(form, (Why, "Change 4711 had no load test."), ("f:root cause analysis / why it wasn't caught earlier", "half a sen"));

        var said = await chat.HandleAsync("sam", new FieldLeft(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, Why, values));

        var answers = (await chat.Of(p.Id)).Answers;
        Assert.Equal("root cause analysis / why it happened", Assert.Single(answers).Key.Value);
        Assert.False(said.Answer.NotStored);
    }

    [Fact]
    public async Task A_field_that_was_refused_or_written_by_somebody_else_meanwhile_is_not_called_saved()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        var form = (await chat.Type("sam", "@sam", "INC-004211 write root cause")).Form;
        Task<Said> LeaveAsync(string who, string text) => chat.HandleAsync(who, new FieldLeft(Chatting.Account(who), TestChat.PlaceOf("@" + who), chat.Now, chat.NewReceipt(), form.Id, form.Carry, Why, Said.ValuesOf(form, (Why, text))));

        Assert.True((await LeaveAsync(Stranger(chat), "Written by a stranger.")).Answer.NotStored);
        Assert.Empty((await chat.Of(p.Id)).Answers);
        Assert.False((await LeaveAsync("marta", "Change 4711 had no load test.")).Answer.NotStored);
        Assert.True((await LeaveAsync("sam", "Nobody looked at the pool size.")).Answer.NotStored);

        Assert.Equal(new FieldValue.Words("Change 4711 had no load test."), Assert.Single((await chat.Of(p.Id)).Answers).Value.Value);
    }

    [Fact]
    public async Task A_secret_in_the_reason_for_NA_is_masked()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await chat.Type("sam", "@sam", "INC-004211 write root cause");

        await chat.Submit("sam", (SectionForm.EmptyField, "yes"), (SectionForm.ReasonField, "password=Hunter2secret"));

        Assert.Equal(["password=••••"], (await chat.Of(p.Id)).NotApplicable.Values.Select(one => one.Reason).Distinct());
    }

    private const string Why = "f:root cause analysis / why it happened";
    private const string Token = "The key xoxb-123456789-hunter was in the log.";
    private const string TokenMasked = "Saved with what looks like a Slack token masked.";

    [Fact]
    public async Task A_secret_in_an_answer_is_masked_and_told_in_the_next_form_or_card()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await chat.Type("sam", "@sam", "INC-004211 write root cause");

        var said = await chat.Submit("sam", (Why, Token));

        Assert.StartsWith(TokenMasked, Told(said), StringComparison.Ordinal);
        Assert.Equal(new FieldValue.Words("The key •••• was in the log."), (await chat.Of(p.Id)).Answers[new("root cause analysis / why it happened")].Value);
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        Assert.DoesNotContain("masked", Told(await chat.Submit("sam", (Why, "Nobody load-tested change 4711."))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_was_saved_as_the_field_was_left_is_told_with_its_form()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Drafted.WellMarked(chat);
        var form = (await chat.Type("sam", "@sam", "INC-004211 write root cause")).Form;
        await chat.HandleAsync("sam", new FieldLeft(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, Why, Said.ValuesOf(form, (Why, Token))));

        var said = await chat.HandleAsync("sam", new FormSubmitted(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, Said.ValuesOf(form, (Why, Token))));

        Assert.StartsWith(TokenMasked, Told(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_an_answer_by_message_in_a_row_and_in_an_action_item_is_told()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Drafted.WellMarked(chat);
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        await chat.Press("sam", "Answer by message");
        await chat.Press("sam", "Which field", value: "Why It Happened");
        Assert.Contains(TokenMasked, (await chat.Type("sam", "@sam", Token)).Text, StringComparison.Ordinal);
        await chat.Press("sam", "Add more");
        Assert.DoesNotContain("masked", (await chat.Type("sam", "@sam", "Nobody saw it.")).Text, StringComparison.Ordinal);

        await chat.Type("sam", "@sam", "INC-004211 write related incidents");
        await chat.Press("sam", "Rows: Previous Simila…");
        await chat.Press("sam", "Add a row");
        Assert.Contains(TokenMasked + " 1 row.", (await chat.Submit("sam", ("c:text", Token))).Text, StringComparison.Ordinal);

        await chat.Type("sam", "@sam", "INC-004211 write action items");
        await chat.Press("sam", "All action items");
        await chat.Press("sam", "Add an action item");
        Assert.Contains(TokenMasked, (await chat.Submit("sam", ("action", Token))).Text, StringComparison.Ordinal);
        await chat.Press("sam", "Add an action item");
        Assert.DoesNotContain("masked", (await chat.Submit("sam", ("action", "Alert on pool wait time"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root cause", Why, "Answer by message")]
    [InlineData("action items", "a:action items / immediate actions (complete within 1 week)", "All action items")]
    public async Task A_secret_that_a_button_inside_the_form_saves_is_masked_and_told(string section, string field, string button)
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        var form = (await chat.Type("sam", "@sam", "INC-004211 write " + section)).Form;
        var act = form.Elements.OfType<FormElement.Acts>().SelectMany(acts => acts.Buttons).Single(one => one.Label == button);
        Task<Said> Press(string typed) => chat.HandleAsync("sam", new ButtonPressed(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), act.Id, act.Value)
        {
            Direct = true,
            Form = new FormSubmitted(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, Said.ValuesOf(form, (field, typed))),
        });

        Assert.Contains(TokenMasked, (await Press(Token)).Text, StringComparison.Ordinal);

        var after = await chat.Of(p.Id);
        Assert.Contains("The key •••• was in the log.", after.Actions.Select(one => one.Text).Concat(after.Answers.Values.Select(one => (one.Value as FieldValue.Words)?.Text ?? "")));
        Assert.DoesNotContain("masked", (await Press("Nobody load-tested change 4711.")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_saved_as_it_was_left_and_then_emptied_again_is_empty()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        await chat.Type("sam", "@sam", "INC-004211 set severity unknown");
        var form = (await chat.Type("sam", "@sam", "INC-004211 write executive summary")).Form;
        Task<Said> Leave(string field, string value) =>
            chat.HandleAsync("sam", new FieldLeft(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, field, Said.ValuesOf(form, (field, value))));
        await Leave(SeverityField, "P2");
        await Leave(Impact, "All EU shops were slow.");
        Assert.Equal((Severity.P2, new FieldValue.Words("All EU shops were slow.")), ((await chat.Of(p.Id)).Severity, (await chat.Of(p.Id)).Answers[new(Impact[2..])].Value));

        await Leave(SeverityField, "");
        await chat.HandleAsync("sam", new FormSubmitted(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, Said.ValuesOf(form, (SeverityField, ""), (Impact, ""))));

        var after = await chat.Of(p.Id);
        Assert.Null(after.Severity);
        Assert.DoesNotContain(new FieldPath(Impact[2..]), after.Answers.Keys);
    }

    private const string SeverityField = "f:executive summary / severity";
    private const string Impact = "f:executive summary / user impact";

    /// <summary>What is said above all else.</summary>
    private static string Told(Said said) => said.Answer.Opens is Form form ? form.Elements.OfType<FormElement.Note>().First().Line.Plain() : said.Text.Split('\n').First(line => line.StartsWith("Saved", StringComparison.Ordinal));

    [Fact]
    public async Task Only_the_author_and_the_SRE_team_write()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);

        var said = await chat.Type(Stranger(chat), "#inc", "INC-004211 write root cause");

        Assert.Contains("writes INC-004211. Tell them what should change.", said.Text, StringComparison.Ordinal);
        Assert.Empty((await chat.Of(p.Id)).Answers);
    }

    [Fact]
    public async Task What_a_refused_form_held_comes_back()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        var form = (await chat.Type("sam", "@sam", "INC-004211 write root cause")).Form;
        var values = Said.ValuesOf(form, ("f:root cause analysis / why it happened", "Change 4711 had no load test."));

        var stranger = Stranger(chat);
        var said = await chat.HandleAsync(stranger, new FormSubmitted(Chatting.Account(stranger), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, values));

        Assert.Contains(said.Form.Fields, field => field.Input is FieldInput.Long { Value: "Change 4711 had no load test." });
        Assert.Empty((await chat.Of(p.Id)).Answers);
    }

    [Fact]
    public async Task A_refused_form_comes_back_as_the_same_form_with_every_tick_pick_and_remark()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        var dana = (await chat.IdOf("dana")).Value;
        var stranger = Stranger(chat);
        HashSet<string> kinds = [];
        foreach (var step in (await Drafted.Now(chat, p)).Walk.Steps)
        {
            var draft = await Drafted.Now(chat, p);
            var form = SectionForm.OfWalk(draft, step, 2, chat.Bot.ViewFor(Chatting.Organisation));
            List<(string Field, string Value)> typed = [.. Drafted.FilledIn(form, dana), (SectionForm.EmptyField, "yes"), (SectionForm.ReasonField, "not touched by this")];
            kinds.UnionWith(form.Fields.Where(field => typed.Any(one => one.Field == field.Name)).Select(field => field.Input.GetType().Name));
            var values = Said.ValuesOf(form, typed);

            var said = await chat.HandleAsync(stranger, new FormSubmitted(Chatting.Account(stranger), TestChat.PlaceOf("#draft"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, values));

            Assert.Equal((form.Title, form.Submit, form.Carry), (said.Form.Title, said.Form.Submit, said.Form.Carry));
            Assert.Equal(form.Fields.Select(field => (field.Name, field.Label)), said.Form.Fields.Select(field => (field.Name, field.Label)));
            Assert.Equal(values.All.OrderBy(one => one.Key).SelectMany(one => one.Value.Prepend(one.Key)), Said.ValuesOf(said.Form).All.OrderBy(one => one.Key).SelectMany(one => one.Value.Prepend(one.Key)));
            Assert.StartsWith("The author writes this post-mortem, and the SRE team.", Assert.IsType<FormElement.Note>(said.Form.Elements[0]).Line.Plain(), StringComparison.Ordinal);
        }

        Assert.Superset(new HashSet<string> { "Short", "Long", "PickOne", "Tick", "PickPerson" }, kinds);
        Assert.Equal(p.Version, (await chat.Of(p.Id)).Version);
    }

    [Fact]
    public async Task A_button_in_a_form_that_is_refused_gives_the_form_back_too()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await Drafted.WellMarked(chat);
        var form = (await chat.Type("sam", "@sam", "INC-004211 write root cause")).Form;
        var stranger = Stranger(chat);
        var values = Said.ValuesOf(form, ("f:root cause analysis / why it happened", "Change 4711 had no load test."));
        var typed = new FormSubmitted(Chatting.Account(stranger), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, values);

        var said = await chat.HandleAsync(stranger, new ButtonPressed(typed.Who, typed.Where, chat.Now, chat.NewReceipt(), AnswerByMessage.AskId, SectionCarry.Read(form.Carry)!.Id.Value) { Form = typed });

        Assert.Contains(said.Form.Fields, field => field.Input is FieldInput.Long { Value: "Change 4711 had no load test." });
    }

    [Fact]
    public async Task What_an_earlier_incident_of_the_month_took_of_a_budget_is_gone_in_the_document()
    {
        await using var chat = Chatting.At("2026-11-10 10:00");
        await chat.Type("sam", "#first", "start INC-004100 gateway slow p1");
        await chat.Advance(Duration.FromMinutes(30));
        await chat.Type("sam", "#first", "slo errors failed 10/100000");
        await chat.Type("sam", "#first", "resolve");
        chat.Time.Advance(TimeSpan.FromDays(13) + TimeSpan.FromHours(23.5));
        var p = await Drafted.WellMarked(chat);

        var read = await chat.Type("sam", "@sam", "INC-004211 preview");
        Assert.Contains("none, 2,210 % over (100 % − 2,300 % here − 10 % earlier)", System.Text.Encoding.UTF8.GetString(read.Answer.Private!.File!.Bytes), StringComparison.Ordinal);

        await chat.Type("sam", "#first", "INC-004100 slo errors failed 0/100000");
        var after = await chat.Type("sam", "@sam", "INC-004211 preview");
        Assert.DoesNotContain(" earlier)", System.Text.Encoding.UTF8.GetString(after.Answer.Private!.File!.Bytes), StringComparison.Ordinal);
        Assert.Equal(Life.Draft, p.Life);
    }

    [Fact]
    public async Task Facts_of_the_incident_typed_in_a_form_keep_the_incidents_rules()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        await chat.Type("sam", "@sam", "INC-004211 write incident overview");
        const string Services = "f:incident overview / affected systems / primary services";
        var field = Assert.Single((await Drafted.Now(chat, p)).Template.Fields, one => one.Binding == "services.primary");

        await SaveAsync(chat, p, field, "GATEWAY\nbilling");
        Assert.Equal(["gateway", "billing"], (await chat.Of(p.Id)).Services);
        Assert.NotEmpty(Services);

        var environments = Assert.Single((await Drafted.Now(chat, p)).Template.Fields, one => one.Binding == "environments");
        var refused = await SaveAsync(chat, p, environments, "STAGING");
        Assert.Equal("I know no environment STAGING. Take one of: LAB, INT, QA, PROD.", refused.Form.Fields.Select(one => one.Error).OfType<string>().Single());
        Assert.Equal(["PROD"], (await chat.Of(p.Id)).Environments);
    }

    /// <summary>A form of one field, as a platform sends it.</summary>
    private static async Task<Said> SaveAsync(Chatting chat, PostMortem p, TemplateField field, string text)
    {
        var draft = await Drafted.Now(chat, p);
        var carry = new SectionCarry(p.Id, draft.P.Version, false, 0, 1, [SectionForm.PlaceOf(draft.Template, field)]);
        var values = new FormValues(new Dictionary<string, IReadOnlyList<string>> { [SectionForm.Name("f", field)] = [text] });
        return await chat.HandleAsync("sam", new FormSubmitted(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), SectionForm.FormId, carry.ToString(), values));
    }

    [Fact]
    public async Task Action_items_that_the_author_types_are_not_counted_as_from_the_incident()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        var template = (await Drafted.Now(chat, p)).Template;
        List<PostMortemEvent> facts = [.. new[] { Horizon.Immediate, Horizon.ShortTerm, Horizon.LongTerm }.Select((horizon, i) => new ActionItemAdded(chat.Now, chat.Now == default ? default : p.Owner!.Value, new($"A{i}"), "Alert on pool wait time", null, null, horizon, null, null))];
        var typed = facts.Aggregate(await chat.Of(p.Id), Evolve.Apply);
        var caught = facts.Cast<ActionItemAdded>().Select((fact, i) => fact with { Source = new(TestChat.PlaceOf("#inc"), $"m{i}") }).Aggregate(await chat.Of(p.Id), Evolve.Apply);

        Assert.Equal(SectionState.Done, StateOf(typed));
        Assert.Equal(SectionState.Filled, StateOf(caught));

        SectionState StateOf(PostMortem state) => Draft.Of(state, chat.Bot.ViewFor(Chatting.Organisation))!.Walk.Sections.Single(section => section.Part == template.Parts.Single(part => part.Name == "Action Items")).State;
    }

    [Fact]
    public async Task A_form_submitted_twice_adds_one_action_item_one_row_and_one_event()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        await chat.Type("sam", "@sam", "INC-004211 write action items");
        await TwiceAsync(chat, ("a:action items / immediate actions (complete within 1 week)", "Alert on pool wait time"));
        Assert.Single((await chat.Of(p.Id)).Actions);

        await chat.Type("sam", "@sam", "INC-004211 write action items");
        await chat.Press("sam", "All action items");
        await chat.Press("sam", "Add an action item");
        await TwiceAsync(chat, ("action", "Load-test changes of the pool"));
        Assert.Equal(2, (await chat.Of(p.Id)).Actions.Count);

        await chat.Type("sam", "@sam", "INC-004211 timeline");
        await chat.Press("sam", "Add one");
        await TwiceAsync(chat, ("text", "Checked the dashboards"));
        Assert.Single((await chat.Of(p.Id)).Events, e => e.Text == "Checked the dashboards");

        await chat.Type("sam", "@sam", "INC-004211 write related incidents");
        await chat.Press("sam", "Rows: Previous Simila…");
        await chat.Press("sam", "Add a row");
        await TwiceAsync(chat, ("c:id", "INC-004100"));
        Assert.Single(Rows(await chat.Of(p.Id)));
    }

    [Fact]
    public async Task Two_people_who_add_a_row_at_once_add_two_and_removing_one_twice_removes_one()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        foreach (var who in new[] { "sam", Sre(chat) })
        {
            await chat.Type(who, "#inc", "INC-004211 write related incidents");
            await chat.Press(who, "Rows: Previous Simila…");
            await chat.Press(who, "Add a row");
        }

        var rows = await chat.Submit("sam", ("c:id", "INC-004100"));
        await chat.Submit(Sre(chat), ("c:id", "INC-004101"));
        Assert.Equal(["INC-004100", "INC-004101"], Rows(await chat.Of(p.Id)).Select(row => row["id"]));

        var remove = Said.ButtonsOf(rows.Screens[0]).Single(button => button.Id == EditRows.RemoveId);
        for (var i = 0; i < 2; i++) await chat.HandleAsync("sam", new ButtonPressed(Chatting.Account("sam"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), remove.Id, remove.Value));
        Assert.Equal(["INC-004101"], Rows(await chat.Of(p.Id)).Select(row => row["id"]));
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(PostMortem p) => ((FieldValue.Rows)p.Answers[new("related incidents / previous similar incidents")].Value).Entries;

    private static async Task TwiceAsync(Chatting chat, params (string Field, string Value)[] typed)
    {
        var form = chat.LastOf("sam");
        await chat.Submit("sam", typed);
        await chat.HandleAsync("sam", new FormSubmitted(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, Said.ValuesOf(form, typed)));
    }

    [Fact]
    public async Task An_answer_by_message_is_taken_once_and_can_be_undone()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        var why = new FieldPath("root cause analysis / why it happened");
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        await chat.Press("sam", "Answer by message");
        var asked = await chat.Press("sam", "Which field", value: "Why It Happened");
        Assert.Contains("Your next message here is the answer to “Why It Happened”", asked.Text, StringComparison.Ordinal);

        await chat.Type("sam", "@sam", "timeline");
        var saved = await chat.Type("sam", "@sam", "Nobody load-tested change 4711.");
        Assert.Contains("Saved to Why It Happened, 4 words.", saved.Text, StringComparison.Ordinal);
        Assert.Equal(new FieldValue.Words("Nobody load-tested change 4711."), (await chat.Of(p.Id)).Answers[why].Value);

        await chat.Press("sam", "Undo");
        await chat.Type("sam", "@sam", "Nobody asked for this sentence.");
        Assert.DoesNotContain(why, (await chat.Of(p.Id)).Answers.Keys);
    }

    [Fact]
    public async Task An_answer_by_message_is_waited_for_half_an_hour()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        await chat.Press("sam", "Answer by message");
        await chat.Press("sam", "Which field", value: "Why It Happened");

        await chat.Advance(Duration.FromMinutes(31));
        await chat.Type("sam", "@sam", "Nobody load-tested change 4711.");

        Assert.Empty((await chat.Of(p.Id)).Answers);
    }

    [Fact]
    public async Task The_progress_card_comes_in_working_hours_and_is_edited_in_place()
    {
        await using var chat = Chatting.At("2026-11-24 06:57");
        await Drafted.WellMarked(chat);

        // Sam works in New York, from nine. Dana resolved nothing and Sam typed nothing within ten minutes.
        await chat.Advance(Duration.FromMinutes(122));
        Assert.Equal(Chatting.InNewYork("2026-11-24 08:59"), chat.Now);
        Assert.Empty(chat.Standing("@sam"));

        await chat.Advance(Duration.FromMinutes(1));

        var card = Assert.Single(chat.Standing("@sam"));
        Assert.StartsWith("Post-mortem · INC-004211 · Degraded response times on API gateway", card, StringComparison.Ordinal);
        Assert.Contains("of 19 sections ready:", card, StringComparison.Ordinal);
        Assert.Contains("▸ Next:", card, StringComparison.Ordinal);

        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        await chat.Submit("sam", ("f:root cause analysis / why it happened", "The engineer was careless."));
        var after = Assert.Single(chat.Standing("@sam"));
        Assert.NotEqual(card, after);
        Assert.Contains("1 wording hint.", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_times_are_confirmed_once_and_hold_while_they_stay()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await chat.Press("sam", "Key times", "@sam");
        await chat.Press("sam", "Right");
        Assert.True(Drafting.TimesAreConfirmed(await chat.Of(p.Id)));

        await chat.Type("rana", "#inc", "INC-004211 mark 01:50 #began pool warnings in the log");
        Assert.False(Drafting.TimesAreConfirmed(await chat.Of(p.Id)));
    }

    private static int Filled(Draft draft) => draft.Template.Fields.Count(field => field.Phase is null && (field.Kind == FieldKind.Days ? draft.Content.Timeline.Count > 0 : Document.ValueOf(field, draft.Content) is not null));

    private static string Sre(Chatting chat) => chat.Bot.Policy.People.First(person => person.Handle != "sam" && person.Team == "sre-team").Handle;

    /// <summary>Somebody of the organisation who is neither author nor SRE nor has a part in this.</summary>
    private static string Stranger(Chatting chat) => chat.Bot.Policy.People.First(person => person.Handle != "sam" && person.Team != "sre-team" && !person.Roles.Any(role => role.Contains("sre", StringComparison.Ordinal))).Handle;

    /// <summary>Walks as an author does who types so many answers, picks everything that can be picked, and marks the rest N/A; counts each pick as an interaction.</summary>
    private static async Task<Spent> WriteAsync(Chatting chat, string who, int typed)
    {
        var dana = (await chat.IdOf("dana")).Value;
        var (clicks, texts, forms) = (1, 0, 0);
        var said = await chat.Press(who, "Continue", "@" + who);
        while (said.Answer.Opens is Form form)
        {
            forms++;
            List<(string Field, string Value)> changed = [];
            foreach (var (field, value) in Drafted.FilledIn(form, dana))
            {
                var text = form.Fields.First(one => one.Name == field).Input is FieldInput.Short or FieldInput.Long or FieldInput.Number;
                var isAction = field[0] is 'a' or 'o' or 'k';
                if (text && (texts >= typed || (isAction && changed.Any(one => one.Field[0] == 'a')))) continue;
                if (isAction && !text && !changed.Any(one => one.Field == "a" + field[1..])) continue;
                changed.Add((field, value));
                (clicks, texts) = text ? (clicks, texts + 1) : (clicks + 1, texts);
            }

            changed.Add((SectionForm.EmptyField, "yes"));
            clicks += 2;
            said = await chat.Submit(who, changed);
        }

        await chat.Press(who, "Read it");
        return new(clicks + 1, texts, forms);
    }
}
