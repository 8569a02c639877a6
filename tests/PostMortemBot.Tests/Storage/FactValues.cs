using System.Collections;
using System.Reflection;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Storage;

/// <summary>Makes a fact of any kind, with something in every field or with nothing where nothing may be, and compares facts through their lists.</summary>
internal static class FactValues
{
    private static readonly Instant At = Instant.FromUtc(2025, 11, 3, 2, 14, 7) + Duration.FromTicks(1234567);

    public static IReadOnlyList<Type> Kinds { get; } =
        [.. typeof(PostMortemEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PostMortemEvent)) && type.IsSealed).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static PostMortemEvent Full(Type kind) => (PostMortemEvent)Make(kind, "", bare: false);

    public static PostMortemEvent Bare(Type kind) => (PostMortemEvent)Make(kind, "", bare: true);

    /// <summary>Equal in every field, lists and rows entry by entry.</summary>
    public static bool Same(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string, string) => a.Equals(b),
        (IEnumerable many, IEnumerable others) => many.Cast<object?>().Zip(others.Cast<object?>(), Same).All(same => same) && many.Cast<object?>().Count() == others.Cast<object?>().Count(),
        _ when a.GetType() != b.GetType() => false,
        _ when a.GetType().Namespace == typeof(PostMortemEvent).Namespace && a.GetType().IsClass =>
            a.GetType().GetProperties().Where(property => property.Name != "WithoutThread").All(property => Same(property.GetValue(a), property.GetValue(b))),
        _ => a.Equals(b),
    };

    private static object Make(Type type, string name, bool bare)
    {
        if (type == typeof(string) && name == "Value") return "01J9Z3";
        if (type == typeof(string)) return name + (bare ? "" : " ä|<&>\"\n");
        if (type == typeof(Instant)) return At;
        if (type == typeof(LocalDate)) return new LocalDate(2025, 11, 9);
        if (type == typeof(Duration)) return bare ? Duration.FromMinutes(-61) : Duration.FromHours(30) + Duration.FromTicks(5);
        if (type == typeof(bool)) return !bare;
        if (type == typeof(int)) return 3;
        if (type == typeof(long)) return 812L;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(bare ? 0 : Enum.GetValues(type).Length - 1)!;
        if (type == typeof(FieldValue)) return new FieldValue.Rows([new Dictionary<string, string> { ["what"] = "kept", ["count"] = "2" }, new Dictionary<string, string>()]);
        return type.IsGenericType ? MakeList(type.GetGenericArguments()[0], name, bare) : MakeRecord(type, bare);
    }

    private static IList MakeList(Type element, string name, bool bare)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        if (bare) return list;
        list.Add(Make(Nullable.GetUnderlyingType(element) ?? element, name, bare));
        list.Add(Nullable.GetUnderlyingType(element) is { } ? null : Make(element, name + "2", bare));
        return list;
    }

    private static object MakeRecord(Type type, bool bare)
    {
        var made = type.GetConstructors().OrderByDescending(made => made.GetParameters().Length).First();
        return made.Invoke([.. made.GetParameters().Select(parameter => MakeParameter(parameter, bare))]);
    }

    private static object? MakeParameter(ParameterInfo parameter, bool bare)
    {
        var mayBeNull = new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        if (mayBeNull && bare) return null;
        return Make(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType, parameter.Name!, bare);
    }
}
