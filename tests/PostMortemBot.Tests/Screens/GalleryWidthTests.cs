using System.Globalization;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>As wide as a phone. A class for each width: classes run beside each other, and these are long.</summary>
public sealed class GalleryNarrowTests(Browser browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Teams_takes_the_shape_of_all_of_them_and_none_is_wider_than_the_window(bool dark) => GalleryWidth.HoldsAsync(browser, 320, dark);
}

/// <summary>As wide as a window.</summary>
public sealed class GalleryWideTests(Browser browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Teams_takes_the_shape_of_all_of_them_and_none_is_wider_than_the_window(bool dark) => GalleryWidth.HoldsAsync(browser, 700, dark);
}

/// <summary>Every screen of the gallery in the official renderer; with <c>PM_PICTURES=1</c> a picture of each is kept in <c>artifacts/screens</c>, thousands of them, to be looked at.</summary>
internal static class GalleryWidth
{
    public static async Task HoldsAsync(Browser browser, int width, bool dark)
    {
        var renderer = await TeamsShapes.OpenAsync(browser, width, dark);
        var wrong = new List<string>();
        var pictures = Environment.GetEnvironmentVariable("PM_PICTURES") == "1";
        foreach (var name in Gallery.All.Keys)
        {
            wrong.AddRange((await renderer.DrawAsync(GalleryTests.Teams(Gallery.All[name]).Json, dark)).Select(said => $"{name}: {said}"));
            if (await renderer.OverflowAsync() is > 0 and var over) wrong.Add($"{name}: {over} pixels too wide at {width}");
            if (pictures) await renderer.KeepAsync($"teams-{name}-{width.ToString(CultureInfo.InvariantCulture)}-{(dark ? "dark" : "light")}");
        }

        await renderer.CloseAsync();
        Assert.Empty(wrong);
    }
}
