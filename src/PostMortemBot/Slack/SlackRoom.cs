using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>How much of a screen fits into one message or view; what does not is counted in a last line.</summary>
internal static class SlackRoom
{
    /// <summary>Far below the 40,000 at which Slack cuts: nobody reads more in a channel.</summary>
    private const int WordsOfMessage = 12_000;

    /// <summary>Below the 250 kB that Slack takes. What stands in a form's fields is a person's work: nothing less may cut it.</summary>
    private const int BytesOfForm = 240_000;

    /// <summary>Adds group after group while blocks and words last; then one line says how much is missing.</summary>
    public static int Fill(List<JsonObject> body, IEnumerable<IReadOnlyList<JsonObject>> groups, int most, SlackLook look)
    {
        var all = groups.ToList();
        var blocks = most - body.Count;
        var words = WordsOfMessage;
        var taken = all.TakeWhile((group, at) =>
        {
            blocks -= group.Count;
            if (all.Count > 1) words -= group.Sum(block => Drawn.Text(block).Length);
            return blocks >= (at == all.Count - 1 ? 0 : 1) && (words >= 0 || at == 0);
        }).Count();
        body.AddRange(all.Take(taken).SelectMany(group => group));
        return Told(body, all.Count - taken, look);
    }

    /// <summary>A form's elements as far as blocks and bytes last. Its buttons stand in any case: by them alone what is not shown is reached.</summary>
    public static int FillForm(List<JsonObject> body, List<IReadOnlyList<JsonObject>> all, int most, SlackLook look)
    {
        var blocks = most - body.Count - all.Where(IsActs).Sum(group => group.Count);
        var (bytes, left, last) = (BytesOfForm, 0, all.FindLastIndex(group => !IsActs(group)));
        for (var at = 0; at < all.Count; at++)
        {
            if (!IsActs(all[at]))
            {
                blocks -= all[at].Count;
                bytes -= all[at].Sum(block => Encoding.UTF8.GetByteCount(Drawn.Text(block)));
                if (left > 0 || bytes < 0 || blocks < (at == last ? 0 : 1))
                {
                    left++;
                    continue;
                }
            }

            body.AddRange(all[at]);
        }

        return Told(body, left, look);
    }

    private static bool IsActs(IReadOnlyList<JsonObject> group) => group.Count > 0 && group.All(block => (string?)block["type"] == "actions");

    /// <summary>One line says how much is missing.</summary>
    private static int Told(List<JsonObject> body, int left, SlackLook look)
    {
        if (left > 0) body.Add(SlackLines.Context(Missing(left, look), look));
        return left;
    }

    private static Line Missing(int left, SlackLook look) =>
        look.Page is { } page ? [$"… ({left} more ", new Span.Link(page, "on the page"), ")"] : $"… ({left} more)";
}
