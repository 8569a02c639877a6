using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.World;

/// <summary>A wiki that says no, or asks for patience.</summary>
internal sealed class RefusingWiki(Func<Exception>? no = null) : IWiki
{
    public const string Sentence = "I may not write into the wiki. Give me the right to.";

    public int Asked { get; private set; }

    public string? AddressOf(string name) => null;

    public string? AddressOf(string name, string file) => null;

    public Task<bool> PutAsync(WikiPage page, CancellationToken stop)
    {
        Asked++;
        throw no?.Invoke() ?? new WikiRefused(Sentence);
    }

    public Task<string?> ReadAsync(string name, CancellationToken stop) => Task.FromResult<string?>(null);
}
