using System.Reflection;
using System.Text.RegularExpressions;
using PostMortemBot.Chat;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.House;

/// <summary>Ids live for ever in posted messages: one that vanishes breaks a button that somebody can still press.</summary>
public sealed partial class RouteIdsTests
{
    [Fact]
    public void No_id_vanishes()
    {
        var ids = typeof(Turn).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("PostMortemBot.Features", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(value => Id().IsMatch(value))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Approved.Match("route-ids.txt", string.Join('\n', ids) + "\n");
    }

    [GeneratedRegex(@"\A[a-z]+(?:\.[a-zA-Z-]+)+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
