using System.Text.RegularExpressions;

namespace PostMortemBot.Tests.House;

public sealed partial class StyleTests
{
    private const int MostLines = 400;

    [Fact]
    public void No_file_is_longer_than_anybody_reads() => None(
        Sources.Under("src").Where(file => file.Lines.Count > MostLines).Select(file => FormattableString.Invariant($"{file.Path}: {file.Lines.Count} lines")));

    [Fact]
    public void No_type_is_named_for_what_it_could_be_anything_of() => None(
        Sources.Under("src").SelectMany(file => EmptyName().Matches(file.Text).Select(match => $"{file.Path}: {match.Groups[1].Value}")));

    [Theory]
    [InlineData("sealed class StoreManager(int x)", true)]
    [InlineData("static class DateUtils", true)]
    [InlineData("abstract record EventBase", true)]
    [InlineData("sealed record ServiceEntry(string Name)", false)]
    [InlineData("sealed class Database", false)]
    public void Empty_names_are_seen(string declaration, bool seen) => Assert.Equal(seen, EmptyName().IsMatch(declaration));

    /// <summary>Only the caller's own wish to stop may end without a word.</summary>
    [Fact]
    public void No_exception_vanishes() => None(
        Sources.Under("src").SelectMany(file => EmptyCatch().Matches(file.Text).Select(match => $"{file.Path}: {match.Value.ReplaceLineEndings(" ")}")));

    [Theory]
    [InlineData("catch { }", true)]
    [InlineData("catch (IOException)\n{\n}", true)]
    [InlineData("catch (IOException wrong) when (wrong.HResult == 1) { }", true)]
    [InlineData("catch (OperationCanceledException) { }", true)]
    [InlineData("catch (OperationCanceledException) when (closed.IsCancellationRequested) { }", false)]
    [InlineData("catch (IOException)\n{\n    // Gone already: nothing to close.\n}", false)]
    [InlineData("catch\n{\n    taken.Dispose();\n    throw;\n}", false)]
    public void An_empty_catch_is_seen_and_one_with_a_reason_is_not(string code, bool seen) => Assert.Equal(seen, EmptyCatch().IsMatch(code));

    [Fact]
    public void No_folder_is_named_for_what_is_left_over() => None(
        Sources.Under("src").Select(file => file.Path).Where(path => path.Split('/').Any(part => part is "Common" or "Helpers" or "Utils" or "Services" or "Models")));

    private static void None<T>(IEnumerable<T> found) => Assert.Empty(found);

    [GeneratedRegex(@"\b(?:class|record|struct|interface|record struct) ([A-Z][A-Za-z0-9]*(?:Helpers?|Manager|Service|Utils?|Processor|Engine|Base))\b", RegexOptions.None, 1000)]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\bcatch\b(?! \(OperationCanceledException\) when)[^{]*\{\s*\}", RegexOptions.None, 1000)]
    private static partial Regex EmptyCatch();
}
