using PostMortemBot.Screens;

namespace PostMortemBot.Tests.Screens;

/// <summary>Shows screens of the product in the gallery: implement it beside a feature's tests, with a parameterless constructor, and it is found.</summary>
internal interface IShowsScreens
{
    void Show();
}

/// <summary>
/// Every screen of the product, with empty, typical, maximal and hostile data. Each entry is drawn for Slack and Teams, compared with its approved files,
/// and checked against the official shapes and limits (<see cref="GalleryTests"/>). Names are file names: <c>timeline-typical</c>.
/// </summary>
internal static class Gallery
{
    private static readonly Dictionary<string, Screen> Screens = new(StringComparer.Ordinal);
    private static readonly Lazy<IReadOnlyDictionary<string, Screen>> Collected = new(Collect);

    public static IReadOnlyDictionary<string, Screen> All => Collected.Value;

    public static void Add(string name, Screen screen) => Screens.Add(name, screen);

    private static IReadOnlyDictionary<string, Screen> Collect()
    {
        var rooms = typeof(Gallery).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IShowsScreens)) && !type.IsAbstract);
        foreach (var room in rooms.OrderBy(room => room.FullName, StringComparer.Ordinal))
        {
            ((IShowsScreens)Activator.CreateInstance(room)!).Show();
        }

        return Screens;
    }
}
