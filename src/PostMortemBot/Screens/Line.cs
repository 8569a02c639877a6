using System.Collections;
using System.Runtime.CompilerServices;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Screens;

/// <summary>
/// A run of text inside a line. What a person typed is always a value here, never concatenated into a platform's syntax: the renderer escapes it.
/// </summary>
internal abstract record Span
{
    private Span()
    {
    }

    public static implicit operator Span(string text) => new Text(text);

    public static Span Bold(string text) => new Strong(text);

    public static Span Italic(string text) => new Emphasis(text);

    /// <summary>Plain words, ours or a person's.</summary>
    public sealed record Text(string Words) : Span;

    public sealed record Strong(string Words) : Span;

    public sealed record Emphasis(string Words) : Span;

    /// <summary>Letters to be read as they are: a command's name, a log line.</summary>
    public sealed record Code(string Words) : Span;

    /// <summary>A person by name. Notifies nobody, unless it <see cref="Tells"/> them.</summary>
    public sealed record Named(PersonId Id, string Name) : Span
    {
        /// <summary>Posted anew, it is to come to this person's notice: a real mention where the platform has one (Teams). Only of whom we mean; never made of what somebody typed.</summary>
        public bool Tells { get; init; }
    }

    /// <summary>A moment, printed in the process zone (<paramref name="Printed"/>); a platform that can adds the reader's own beside it.</summary>
    public sealed record Moment(Instant At, string Printed) : Span;

    /// <summary>A command to be typed in a channel.</summary>
    public static Span TypedInChannel(string command) => new Typed(command) { InChannel = true };

    /// <summary>A link; only http and https are drawn as links.</summary>
    public sealed record Link(string Url, string Label) : Span;

    /// <summary>How to type a command, shown as this reader types it: <c>/pm mark …</c>, <c>@PostMortem mark …</c> or <c>mark …</c>.</summary>
    public sealed record Typed(string Command) : Span
    {
        /// <summary>It is to be typed in a channel, wherever it is read: in the direct message too it is shown as it is typed there.</summary>
        public bool InChannel { get; init; }
    }

    /// <summary>Words that differ by what a platform can do: <paramref name="Reacting"/> where reactions are told, <paramref name="Choosing"/> where the menu of a message is the way.</summary>
    public sealed record Manner(string Reacting, string Choosing) : Span;
}

/// <summary>One line or paragraph of a screen. Write it as a collection: <c>["Taken at ", Span.Bold("02:14")]</c>, or as a string.</summary>
[CollectionBuilder(typeof(Line), nameof(Create))]
internal sealed class Line(IReadOnlyList<Span> spans) : IEnumerable<Span>, IEquatable<Line>
{
    public static Line Empty { get; } = new([]);

    public IReadOnlyList<Span> Spans { get; } = spans;

    public static Line Create(ReadOnlySpan<Span> spans) => new(spans.ToArray());

    public static implicit operator Line(string text) => new([new Span.Text(text)]);

    /// <summary>These pieces one after the other.</summary>
    public static Line Join(string separator, IEnumerable<Line> lines)
    {
        var spans = new List<Span>();
        foreach (var line in lines)
        {
            if (spans.Count > 0 && separator.Length > 0)
            {
                spans.Add(separator);
            }

            spans.AddRange(line.Spans);
        }

        return new(spans);
    }

    /// <summary>The line as plain words, for notifications, screen readers and transcripts. <paramref name="typed"/> says how a command is typed here.</summary>
    public string Plain(Func<Span.Typed, string>? typed = null) => string.Concat(Spans.Select(span => span switch
    {
        Span.Text text => text.Words,
        Span.Strong strong => strong.Words,
        Span.Emphasis emphasis => emphasis.Words,
        Span.Code code => code.Words,
        Span.Named named => "@" + named.Name,
        Span.Moment moment => moment.Printed,
        Span.Link link => link.Label,
        Span.Typed command => typed?.Invoke(command) ?? command.Command,
        Span.Manner manner => manner.Reacting,
        _ => throw new InvalidOperationException($"No plain words for {span.GetType().Name}."),
    }));

    public override string ToString() => Plain();

    public IEnumerator<Span> GetEnumerator() => Spans.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Line? other) => other is not null && Spans.SequenceEqual(other.Spans);

    public override bool Equals(object? obj) => Equals(obj as Line);

    public override int GetHashCode() => Spans.Count;
}
