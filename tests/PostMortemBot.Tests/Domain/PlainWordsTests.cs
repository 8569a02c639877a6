using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

/// <summary>
/// The sentences of wording-a.txt and wording-b.txt were written and committed before the first rule, by the author of the rules. The rules
/// were written against half A; half B was only measured at first, then its misses were looked at once and the rules touched, so that it is no held-out
/// set either. First run on half B: blame 27 of 28, speculation 28 of 28, vague 28 of 28, counterfactual 10 of 10, imprecise 10 of 10; false alarms on its
/// 100 clean sentences: imprecise 2, every other kind 0. Writer and rule maker were one, so somebody who had not seen the rules wrote wording-c.txt.
/// First run on it: blame 18 of 28, speculation 23 of 28, vague 23 of 28, counterfactual 7 of 10, imprecise 5 of 10; false alarms at most 2 of 100 a kind.
/// Then its misses were read, the rules rewritten by grammar instead of word lists, and it joined the development sets: that all three pass now shows
/// that nothing was lost, not how the next stranger's text will fare.
/// Set D is by another such person and was only measured, once, after the last change: blame 24 of 28, speculation 28 of 28, vague 27 of 28, counterfactual 8 of 10, imprecise 9 of 10; false alarms at most 1 of 100.
/// </summary>
public sealed class PlainWordsTests
{
    private static readonly Dictionary<string, WordingKind> Kinds = new(StringComparer.Ordinal)
    {
        ["blame"] = WordingKind.Blame,
        ["speculation"] = WordingKind.Speculation,
        ["vague"] = WordingKind.Vague,
        ["counterfactual"] = WordingKind.Counterfactual,
        ["imprecise"] = WordingKind.ImpreciseTime,
    };

    private static readonly string[] People = ["Lee", "Priya", "Sam Ortiz", "Kim", "Jonas", "Maria", "Pavel", "Ines", "Tom", "Noor", "Rana"];

    [Theory]
    [InlineData("wording-a.txt")]
    [InlineData("wording-b.txt")]
    [InlineData("wording-c.txt")]
    [InlineData("wording-d.txt")]
    public void Of_each_kind_three_quarters_are_found_and_at_most_5_percent_of_clean_sentences_get_a_hint(string half)
    {
        var sentences = Corpus.Read(half);
        var clean = sentences.Where(line => line[0] == "clean").ToList();
        Assert.Equal((104, 100), (sentences.Count - clean.Count, clean.Count));
        var kinds = Kinds.Select(kind => WordingFigures.Of(kind.Key, sentences, sentence => Says(kind.Value, sentence))).ToList();
        var report = half + "\n" + string.Join('\n', kinds);

        TestContext.Current.TestOutputHelper?.WriteLine(report);
        Assert.True(kinds.TrueForAll(kind => kind.Missed.Count <= kind.Wanted * 0.25 && kind.False.Count <= clean.Count * 0.05), report);
    }

    [Theory]
    [InlineData("Better monitoring", WordingKind.Vague, 0, 17, "\"Better monitoring\" is not checkable yet. What will exist when it is done?")]
    [InlineData("All fine. Sam forgot to renew it.", WordingKind.Blame, 10, 10, "\"Sam forgot\" points at a person. What in the system or the process made it possible?")]
    [InlineData("It was probably the cache.", WordingKind.Speculation, 7, 8, "\"probably\" is a guess. What shows it? Link that, or write that it is not known.")]
    [InlineData("Restarted around 14:05", WordingKind.ImpreciseTime, 10, 12, "\"around 14:05\" is not a time. Which clock time do the logs show?")]
    [InlineData("We should have tested it.", WordingKind.Counterfactual, 3, 11, "\"should have\" tells what did not happen. Write what happened, and why it made sense then.")]
    public void A_hint_quotes_the_words_and_says_what_to_write_instead(string text, WordingKind kind, int start, int length, string sentence) =>
        Assert.Equal([new Hint(kind, start, length, sentence)], PlainWords.Check(text, kind, People));

    [Fact]
    public void Only_the_asked_kinds_are_looked_for()
    {
        const string text = "Maybe Sam forgot it.";

        Assert.Equal([WordingKind.Speculation, WordingKind.Blame], PlainWords.Check(text, WordingKind.Prose, People).Select(hint => hint.Kind));
        Assert.Empty(PlainWords.Check(text, WordingKind.Vague | WordingKind.ImpreciseTime, People));
    }

    [Fact]
    public void A_name_is_blamed_only_when_it_is_known_to_be_a_person()
    {
        Assert.Single(PlainWords.Check("Sam took down the cluster.", WordingKind.Blame, People));
        Assert.Empty(PlainWords.Check("Kafka took down the cluster.", WordingKind.Blame, People));
        Assert.Empty(PlainWords.Check("Sam took down the cluster.", WordingKind.Blame));
    }

    [Theory]
    [InlineData("Will forgot the key.", true)]
    [InlineData("The disk will fail to mount.", false)]
    [InlineData("Ask @will who broke the build.", true)]
    public void A_name_that_is_a_word_too_is_known_by_its_capital_or_its_at(string text, bool blamed) =>
        Assert.Equal(blamed, PlainWords.Check(text, WordingKind.Blame, ["Will"]).Count > 0);

    [Theory]
    [InlineData("git blame shows a line of 2017.")]
    [InlineData("Human error isn't a cause here.")]
    [InlineData("The report is blameless.")]
    public void Words_of_blame_that_blame_nobody_are_no_hint(string text) => Assert.Empty(PlainWords.Check(text, WordingKind.Blame));

    [Theory]
    [InlineData("The page reads \"something might have gone wrong\".")]
    [InlineData("The page reads “something might have gone wrong”.")]
    public void What_stands_in_quotation_marks_is_somebody_elses_guess(string text) => Assert.Empty(PlainWords.Check(text, WordingKind.Speculation));

    [Theory]
    [InlineData("At 14:02 the node died, a minute later the next.", false)]
    [InlineData("The node died, a minute later the next.", true)]
    [InlineData("Around 14:02 the node died.", true)]
    [InlineData("Approx. 22h the link went down.", true)]
    public void An_exact_time_in_the_sentence_makes_the_others_placeable(string text, bool hinted) =>
        Assert.Equal(hinted, PlainWords.Check(text, WordingKind.ImpreciseTime).Count > 0);

    [Theory]
    [InlineData("The queue probably overflowed: the graph of its depth shows 50,000 entries.")]
    [InlineData("It looks like a leak, see https://grafana.test/d/1.")]
    public void A_guess_that_shows_its_evidence_is_no_hint(string text) => Assert.Empty(PlainWords.Check(text, WordingKind.Speculation));

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("\n\n- \n")]
    public void Nothing_said_is_no_hint(string text) => Assert.Empty(PlainWords.Check(text, WordingKind.All, People));

    [Fact]
    public void A_hostile_length_costs_little()
    {
        var text = string.Concat(Enumerable.Repeat("the engineer and the team in the team of the ", 20_000));

        Assert.Empty(PlainWords.Check(text, WordingKind.Blame, People));
    }

    private static bool Says(WordingKind kind, string sentence) => PlainWords.Check(sentence, kind, People).Count > 0;
}

/// <summary>Of one kind: how many of its sentences got a hint, and which clean ones did.</summary>
internal sealed record WordingFigures(string Name, int Wanted, IReadOnlyList<string> Missed, int Clean, IReadOnlyList<string> False)
{
    public static WordingFigures Of(string name, IReadOnlyList<string[]> sentences, Func<string, bool> says)
    {
        var wanted = sentences.Where(line => line[0] == name).Select(line => line[1]).ToList();
        var clean = sentences.Where(line => line[0] == "clean").Select(line => line[1]).ToList();
        return new(name, wanted.Count, [.. wanted.Where(sentence => !says(sentence))], clean.Count, [.. clean.Where(says)]);
    }

    public override string ToString() =>
        $"{Name}: found {Wanted - Missed.Count} of {Wanted}, false {False.Count} of {Clean}\n  missed:\n    {string.Join("\n    ", Missed)}\n  false:\n    {string.Join("\n    ", False)}";
}
