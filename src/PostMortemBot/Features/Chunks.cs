namespace PostMortemBot.Features;

/// <summary>Runs of neighbours that belong together.</summary>
internal static class Chunks
{
    /// <summary>Cuts a list wherever two neighbours do not belong together.</summary>
    public static IEnumerable<IReadOnlyList<T>> ChunkWhile<T>(this IEnumerable<T> items, Func<T, T, bool> together)
    {
        List<T> chunk = [];
        foreach (var item in items)
        {
            if (chunk.Count > 0 && !together(chunk[^1], item))
            {
                yield return chunk;
                chunk = [];
            }

            chunk.Add(item);
        }

        if (chunk.Count > 0) yield return chunk;
    }
}
