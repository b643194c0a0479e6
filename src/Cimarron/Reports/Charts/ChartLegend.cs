namespace Cimarron.Reports.Charts;

/// <summary>Names of series above a chart, in as many lines as they need.</summary>
internal sealed class ChartLegend
{
    private const double CharacterWidth = 6.9;
    private const double LineHeight = 20;

    private readonly Chart chart;
    private readonly List<(string Text, double X, int Line)> entries = [];

    /// <summary>Lays out a legend.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="left">Where lines begin.</param>
    /// <param name="right">Where they must end.</param>
    public ChartLegend(Chart chart, double left, double right)
    {
        this.chart = chart;
        var (x, line) = (left, 0);
        foreach (var text in (chart.Series.Length > 1 ? chart.Series.Select(s => s.Name) : []).Concat(chart.Band is { } band ? [$"published: {band.Text}"] : []))
        {
            var width = 18 + (text.Length * CharacterWidth);
            if (x > left && x + width > right)
            {
                (x, line) = (left, line + 1);
            }

            entries.Add((text, x, line));
            x += width + 16;
        }
    }

    /// <summary>Height of what it needs, 0 when it is empty.</summary>
    public double Height => entries.Count == 0 ? 0 : (entries[^1].Line + 1) * LineHeight;

    /// <summary>Draws it at the top.</summary>
    public void Draw(Svg svg)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var (text, x, line) = entries[i];
            var y = line * LineHeight;
            if (chart.Band is not null && i == entries.Count - 1)
            {
                svg.Rectangle(x, y + 14, 12, 12, "band");
            }
            else if (chart.Kind == ChartKind.Bars)
            {
                svg.Rectangle(x, y + 14, 12, 12, $"fill{i % ChartScale.Colours}");
            }
            else
            {
                svg.Mark(x + 6, y + 20, i, null);
            }

            svg.Text(x + 18, y + 24, text);
        }
    }
}
