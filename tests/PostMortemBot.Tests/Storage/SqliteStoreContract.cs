using NodaTime.Testing;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

public sealed class SqliteStoreContract : StoreContract
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SqliteStore> open = [];

    internal override Task<IPostMortemStore> OpenAsync()
    {
        var store = SqliteStore.Open(folder.File("store.db"), new FakeClock(Noon));
        open.Add(store);
        return Task.FromResult<IPostMortemStore>(store);
    }

    protected override async ValueTask CloseAsync()
    {
        foreach (var store in open) await store.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pm-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
