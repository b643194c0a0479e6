using Cimarron.Reports.Tables;

namespace Cimarron.Reports.Charts;

/// <summary>Draws charts as SVG, to be placed inside a page that has the style sheet of <see cref="Html.HtmlPage"/>.</summary>
public static class SvgChart
{
    private const double Width = 900;
    private const double CharacterWidth = 6.9;

    /// <summary>The picture as SVG text.</summary>
    public static string Draw(Chart chart) => chart.Kind == ChartKind.Bars ? Bars(chart) : Lines(chart);

    private static string Bars(Chart chart)
    {
        const double Bar = 13, Gap = 12, Right = 72;
        var left = Math.Clamp(chart.Categories.Select(c => c.Length).DefaultIfEmpty(0).Max() * CharacterWidth, 60, 300) + 14;
        var legend = new ChartLegend(chart, left, Width);
        var top = legend.Height > 0 ? legend.Height + 26 : 12;
        var group = (Bar * chart.Series.Length) + Gap;
        var height = (group * chart.Categories.Length) + top + 46;
        var bottom = height - 46;
        var span = Width - left - Right;
        var scale = Scale(chart);
        var svg = new Svg(Width, height, chart.Title, Describe(chart));
        legend.Draw(svg);
        if (chart.Band is { } band)
        {
            svg.Rectangle(left + (span * scale.Position(band.Low)), top, span * (scale.Position(band.High) - scale.Position(band.Low)), bottom - top, "band", $"published: {band.Text}");
        }

        foreach (var tick in scale.Ticks)
        {
            var x = left + (span * scale.Position(tick));
            svg.Line(x, top, x, bottom, "grid");
            svg.Text(x, bottom + 16, TickText(tick, chart.Style), "middle", "tick");
        }

        for (var i = 0; i < chart.Categories.Length; i++)
        {
            var y = top + (i * group) + (Gap / 2);
            svg.Text(left - 8, y + (Bar * chart.Series.Length / 2) + 4, Short(chart.Categories[i]), "end");
            for (var s = 0; s < chart.Series.Length; s++)
            {
                if (chart.Series[s].Values[i] is not { } value)
                {
                    continue;
                }

                var text = ReportCell.Of(value).Print(chart.Style);
                var length = span * scale.Position(value);
                svg.Rectangle(left, y + (s * Bar) + 1, length, Bar - 2, $"fill{s % ChartScale.Colours}", $"{chart.Categories[i]}, {chart.Series[s].Name}: {text}");
                svg.Text(left + length + 5, y + (s * Bar) + Bar - 2.5, text, "start", "value");
            }
        }

        if (chart.Reference is { } reference)
        {
            svg.Line(left + (span * scale.Position(reference)), top, left + (span * scale.Position(reference)), bottom, "reference");
        }

        svg.Line(left, top, left, bottom, "axisline");
        svg.Text(left + (span / 2), height - 8, AxisTitle(chart, scale), "middle", "axis");
        return svg.ToString();
    }

    private static string Lines(Chart chart)
    {
        const double Left = 84, Right = 24;
        var legend = new ChartLegend(chart, Left, Width);
        var (top, height) = (Math.Max(46, legend.Height + 26), 320 + Math.Max(20, legend.Height));
        var bottom = height - 62;
        var span = Width - Left - Right;
        var scale = Scale(chart);
        var svg = new Svg(Width, height, chart.Title, Describe(chart));
        double X(int i) => Left + (span * Place(chart, i));
        double Y(double value) => bottom - ((bottom - top) * scale.Position(value));
        legend.Draw(svg);
        if (chart.Band is { } band)
        {
            svg.Rectangle(Left, Y(band.High), span, Y(band.Low) - Y(band.High), "band", $"published: {band.Text}");
        }

        foreach (var tick in scale.Ticks)
        {
            svg.Line(Left, Y(tick), Width - Right, Y(tick), "grid");
            svg.Text(Left - 8, Y(tick) + 4, TickText(tick, chart.Style), "end", "tick");
        }

        if (chart.Reference is { } reference)
        {
            svg.Line(Left, Y(reference), Width - Right, Y(reference), "reference");
        }

        for (var s = 0; s < chart.Series.Length; s++)
        {
            var points = Enumerable.Range(0, chart.Categories.Length).Where(i => chart.Series[s].Values[i] is not null).Select(i => (Index: i, Value: chart.Series[s].Values[i]!.Value)).ToArray();
            svg.Path(string.Join(' ', points.Select((p, n) => $"{(n == 0 ? 'M' : 'L')}{Svg.N(X(p.Index))} {Svg.N(Y(p.Value))}")), $"line{s % ChartScale.Colours}");
            foreach (var (i, value) in points)
            {
                svg.Mark(X(i), Y(value), s, $"{chart.Categories[i]}, {chart.Series[s].Name}: {ReportCell.Of(value).Print(chart.Style)}");
            }
        }

        foreach (var i in Labelled(chart, span))
        {
            svg.Text(X(i), bottom + 18, Short(chart.Categories[i]), "middle", "tick");
        }

        svg.Line(Left, bottom, Width - Right, bottom, "axisline");
        svg.Text(Left + (span / 2), height - 12, chart.CategoryTitle, "middle", "axis");
        svg.UpwardText(18, (top + bottom) / 2, AxisTitle(chart, scale));
        return svg.ToString();
    }

    /// <summary>Where a category lies, 0…1 from left to right.</summary>
    private static double Place(Chart chart, int index)
    {
        const double Margin = 0.05;
        if (chart.Positions.IsEmpty)
        {
            return (index + 0.5) / chart.Categories.Length;
        }

        var (first, last) = (chart.Positions[0], chart.Positions[^1]);
        return last > first ? Margin + ((1 - (2 * Margin)) * (chart.Positions[index] - first) / (last - first)) : 0.5;
    }

    /// <summary>The categories whose names are written: all when evenly spaced, otherwise as many as do not touch.</summary>
    private static IEnumerable<int> Labelled(Chart chart, double span)
    {
        var free = double.NegativeInfinity;
        for (var i = 0; i < chart.Categories.Length; i++)
        {
            var half = chart.Categories[i].Length * CharacterWidth / 2;
            var middle = span * Place(chart, i);
            if (chart.Positions.IsEmpty || middle - half >= free)
            {
                free = middle + half + CharacterWidth;
                yield return i;
            }
        }
    }

    private static ChartScale Scale(Chart chart) => new(chart.Series.SelectMany(s => s.Values).OfType<double>()
        .Concat(chart.Band is { } band ? [band.Low, band.High] : []).Concat(chart.Reference is { } reference ? [reference] : []));

    private static string AxisTitle(Chart chart, ChartScale scale) => chart.ValueTitle + (scale.IsLogarithmic ? " (logarithmic)" : "");

    private static string TickText(double tick, NumberStyle style) => style == NumberStyle.Ratio ? $"×{NumberText.Short(tick)}" : ReportCell.Of(tick).Print(style);

    private static string Short(string text) => text.Length <= 42 ? text : text[..41] + "…";

    private static string Describe(Chart chart) =>
        $"{chart.ValueTitle} of {string.Join(", ", chart.Series.Select(s => s.Name))} for {chart.Categories.Length} values of {chart.CategoryTitle}; the table below holds the numbers.";
}
