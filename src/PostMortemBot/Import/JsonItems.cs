using System.Text.Json;

namespace PostMortemBot.Import;

/// <summary>
/// The items of a JSON array, one at a time from a stream: memory holds one item, never the file. Refuses what is no array, no JSON,
/// an item larger than allowed, or nested over 64 deep (the reader's own limit).
/// </summary>
internal static class JsonItems
{
    public static IEnumerable<T> Read<T>(Stream json, string name, int itemBytes, Func<ReadOnlyMemory<byte>, T> parse)
    {
        var window = new Window(json, name, itemBytes);
        while (window.Next() is { } item)
        {
            yield return parse(item);
        }
    }

    private sealed class Window(Stream json, string name, int itemBytes)
    {
        private byte[] _buffer = new byte[64 << 10];
        private int _start;
        private int _end;
        private bool _last;
        private bool _begun;
        private bool _over;
        private JsonReaderState _state;

        /// <summary>The next item's bytes, valid until the next call; null at the end of the array.</summary>
        public ReadOnlyMemory<byte>? Next()
        {
            while (!_over)
            {
                if (Advance() is { } item)
                {
                    return item;
                }

                if (!_over)
                {
                    Fill();
                }
            }

            return null;
        }

        /// <summary>One token forward, or one whole item; null when more bytes are needed or the array ended.</summary>
        private ReadOnlyMemory<byte>? Advance()
        {
            var reader = new Utf8JsonReader(SkipMark(), _last, _state);
            var from = _start;
            while (reader.Read())
            {
                if (!_begun)
                {
                    _begun = reader.TokenType == JsonTokenType.StartArray ? true : throw new ExportRefusedException($"{ZipBounds.Shown(name)} is not a list as Slack writes it; this is not a Slack export.");
                }
                else if (reader.TokenType == JsonTokenType.EndArray)
                {
                    _over = true;
                    return null;
                }
                else if (TakeItem(ref reader, from) is { } item)
                {
                    return item;
                }
                else
                {
                    return null;
                }

                _start = from + (int)reader.BytesConsumed;
                _state = reader.CurrentState;
            }

            return _last ? throw new ExportRefusedException($"{ZipBounds.Shown(name)} is cut short; export it again.") : null;
        }

        private ReadOnlyMemory<byte>? TakeItem(ref Utf8JsonReader reader, int from)
        {
            var begins = from + (int)reader.TokenStartIndex;
            if (!reader.TrySkip())
            {
                return _last ? throw new ExportRefusedException($"{ZipBounds.Shown(name)} is cut short; export it again.") : null;
            }

            var ends = from + (int)reader.BytesConsumed;
            _start = ends;
            _state = reader.CurrentState;
            return _buffer.AsMemory(begins, ends - begins);
        }

        private ReadOnlySpan<byte> SkipMark()
        {
            if (!_begun && _end - _start >= 3 && _buffer.AsSpan(_start, 3).SequenceEqual("\uFEFF"u8))
            {
                _start += 3;
            }

            return _buffer.AsSpan(_start, _end - _start);
        }

        private void Fill()
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _end < itemBytes ? Math.Min(_end * 2, itemBytes) : throw new ExportRefusedException($"{ZipBounds.Shown(name)} holds an item larger than Slack allows; this is not a Slack export."));
            }

            var read = json.Read(_buffer, _end, _buffer.Length - _end);
            _last = read == 0;
            _end += read;
        }
    }
}
