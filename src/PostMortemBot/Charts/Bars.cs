using System.Globalization;
using PostMortemBot.Screens;
using ScottPlot;

namespace PostMortemBot.Charts;

/// <summary>Draws a few numbers as bars, each with its number above it. With a font of our own: a machine without any would leave the words out and say nothing.</summary>
internal static class Bars
{
    private const int Width = 640;
    private const int Height = 320;
    private const string Font = "DejaVu Sans";

    static Bars()
    {
        Fonts.AddFontFile(Font, Path.Combine(AppContext.BaseDirectory, "Fonts", "DejaVuSans.ttf"));
        Fonts.Default = Font;
    }

    /// <summary>A PNG; the same for the same numbers.</summary>
    /// <param name="name">What the file is called, without its ending.</param>
    public static SentFile Draw(string name, string title, IReadOnlyList<(string Label, int Count)> bars)
    {
        using var plot = new Plot();
        var drawn = plot.Add.Bars([.. bars.Select(bar => (double)bar.Count)]);
        foreach (var (bar, (_, count)) in drawn.Bars.Zip(bars)) (bar.Label, bar.FillColor, bar.LineWidth) = (count.ToString(CultureInfo.InvariantCulture), Color.FromHex("#2f5d8a"), 0);
        drawn.ValueLabelStyle.FontSize = 18;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. bars.Select((bar, at) => new Tick(at, bar.Label))]);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 15;
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        foreach (var axis in (IAxis[])[plot.Axes.Left, plot.Axes.Right, plot.Axes.Top]) axis.IsVisible = false;
        plot.HideGrid();
        plot.Axes.Margins(bottom: 0, top: 0.2);
        plot.Title(title, 18);
        return new(name + ".png", "image/png", plot.GetImageBytes(Width, Height, ImageFormat.Png));
    }
}
