using System.Globalization;

namespace PostMortemBot.Tests.World;

/// <summary>Runs a test as on a machine of another culture: <c>using (Culture.Of("ar-SA")) { … }</c>.</summary>
internal sealed class Culture : IDisposable
{
    /// <summary>English; Turkish, whose small i has a capital of its own; Arabic of Saudi Arabia, with another calendar and other digits.</summary>
    public static readonly string[] Three = ["en-US", "tr-TR", "ar-SA"];

#pragma warning disable RS0030 // The one place that may touch the machine's culture: to prove that nothing else depends on it.
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    private Culture(CultureInfo culture) => CultureInfo.CurrentCulture = culture;

    public static IDisposable Of(string name) => new Culture(CultureInfo.GetCultureInfo(name));

    public void Dispose() => CultureInfo.CurrentCulture = _before;
#pragma warning restore RS0030
}
