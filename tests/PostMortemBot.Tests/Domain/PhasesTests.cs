using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

/// <summary>
/// The development and held-out halves were written and committed before the first rule, by the author of the rules. First run: held-out 80 of 81
/// right (of 84), development 84 of 87 (of 90). One head wrote sentences and rules, so a third set was written by somebody who had not seen the rules
/// (phases-fresh). Its first run was 29 right of 33 suggested (of 72, 12 of them no phase at all). Then its misses were read, the rules widened, and it
/// joined the development sets: what it passes now says nothing about the next stranger.
/// The stranger's set is by another such person and was only measured, once, after the last change: 41 right of 46 suggested (of 72).
/// </summary>
public sealed class PhasesTests
{
    [Theory]
    [InlineData("phases-development.txt", 0.90, 0.85)]
    [InlineData("phases-heldout.txt", 0.70, 0.55)]
    [InlineData("phases-fresh.txt", 0.70, 0.75)]
    [InlineData("phases-stranger.txt", 0.70, 0.40)]
    public void What_is_suggested_is_right_and_often_enough_something_is(string half, double precision, double coverage)
    {
        var lines = Corpus.Read(half);
        var guesses = lines.Select(line => (Wanted: line[0], Text: line[1], Guess: Phases.Suggest(line[1]))).ToList();
        var made = guesses.Where(guess => guess.Guess is not null).ToList();
        var wrong = made.Where(guess => guess.Guess!.Phase.ToString() != guess.Wanted).Select(guess => $"{guess.Wanted}, not {guess.Guess!.Phase} ({guess.Guess.Words}): {guess.Text}").ToList();
        var silent = guesses.Where(guess => guess.Guess is null).Select(guess => $"{guess.Wanted}: {guess.Text}").ToList();
        var right = made.Count - wrong.Count;
        var report = $"{half}: right {right} of {made.Count} suggested, of {lines.Count}\nwrong:\n{string.Join('\n', wrong)}\nnone:\n{string.Join('\n', silent)}";

        TestContext.Current.TestOutputHelper?.WriteLine(report);
        Assert.True(right >= made.Count * precision && made.Count >= lines.Count * coverage, report);
    }

    [Theory]
    [InlineData("#detection Splunk alert fired", Phase.Detection, "Splunk alert fired")]
    [InlineData("Splunk alert fired #detection", Phase.Detection, "Splunk alert fired")]
    [InlineData("detection: Splunk alert fired", Phase.Detection, "Splunk alert fired")]
    [InlineData("Detection – Splunk", null, "Detection – Splunk")]
    [InlineData("<#C123|detection> Splunk alert fired", Phase.Detection, "Splunk alert fired")]
    [InlineData("Splunk alert fired <#C123|detection>.", Phase.Detection, "Splunk alert fired")]
    [InlineData("cause: pool size halved", Phase.RootCauseDiscovery, "pool size halved")]
    [InlineData("Root Cause: pool size halved", Phase.RootCauseDiscovery, "pool size halved")]
    [InlineData("#root-cause pool size halved", Phase.RootCauseDiscovery, "pool size halved")]
    [InlineData("FIX: rolled back", Phase.FixImplementation, "rolled back")]
    [InlineData("**Recovery:** timeout raised", Phase.FixImplementation, "timeout raised")]
    [InlineData("begin: deploy went out", Phase.IncidentBegin, "deploy went out")]
    [InlineData("verify: p95 normal", Phase.Verification, "p95 normal")]
    [InlineData("response: joined the call", Phase.InitialResponse, "joined the call")]
    [InlineData("escalation: vendor called", Phase.Escalation, "vendor called")]
    [InlineData("resolution: all green", Phase.Resolution, "all green")]
    [InlineData("investigation: reading logs", Phase.Investigation, "reading logs")]
    [InlineData("#gateway rolled back", null, "#gateway rolled back")]
    [InlineData("the fix is in", null, "the fix is in")]
    [InlineData("fix://something", null, "fix://something")]
    [InlineData("#detection", null, "#detection")]
    [InlineData("#detectionless", null, "#detectionless")]
    [InlineData("", null, "")]
    public void A_phase_that_is_given_is_read_and_taken_out_of_the_text(string text, Phase? phase, string rest)
    {
        var left = text;

        Assert.Equal(phase, Phases.Read(ref left));
        Assert.Equal(rest, left);
    }

    /// <summary>"Back to" verifies: errors are back to normal. What somebody put back to an earlier state mends.</summary>
    [Theory]
    [InlineData("rolled back to 4.11", Phase.FixImplementation)]
    [InlineData("rolling back to 4.11", Phase.FixImplementation)]
    [InlineData("error rate back to normal", Phase.Verification)]
    public void Put_back_is_mended_and_come_back_is_verified(string text, Phase phase) => Assert.Equal(phase, Phases.Suggest(text)?.Phase);

    [Fact]
    public void A_guess_says_which_words_it_rests_on() =>
        Assert.Equal(new PhaseGuess(Phase.FixImplementation, "rolled back"), Phases.Suggest("rolled back gateway 4.12"));

    [Fact]
    public void What_somebody_else_said_in_quotation_marks_gives_no_phase() =>
        Assert.Equal(Phase.Detection, Phases.Suggest("First ticket comes in, \"we rolled back and still cannot pay\"")?.Phase);

    [Theory]
    [InlineData("lunch at noon")]
    [InlineData("")]
    public void Words_that_say_no_phase_get_no_guess(string text) => Assert.Null(Phases.Suggest(text));
}
