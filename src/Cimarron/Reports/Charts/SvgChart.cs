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
        const double Bar = 13, Gap = 12, Top = 46, Right = 72;
        var left = Math.Clamp(chart.Categories.Select(c => c.Length).DefaultIfEmpty(0).Max() * CharacterWidth, 60, 300) + 14;
        var group = (Bar * chart.Series.Length) + Gap;
        var height = (group * chart.Categories.Length) + Top + 46;
        var bottom = height - 46;
        var span = Width - left - Right;
        var scale = Scale(chart);
        var svg = new Svg(Width, height, chart.Title, Describe(chart));
        Legend(svg, chart, left);
        if (chart.Band is { } band)
        {
            svg.Rectangle(left + (span * scale.Position(band.Low)), Top, span * (scale.Position(band.High) - scale.Position(band.Low)), bottom - Top, "band", $"published: {band.Text}");
        }

        foreach (var tick in scale.Ticks)
        {
            var x = left + (span * scale.Position(tick));
            svg.Line(x, Top, x, bottom, "grid");
            svg.Text(x, bottom + 16, TickText(tick, chart.Style), "middle", "tick");
        }

        for (var i = 0; i < chart.Categories.Length; i++)
        {
            var y = Top + (i * group) + (Gap / 2);
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
            svg.Line(left + (span * scale.Position(reference)), Top, left + (span * scale.Position(reference)), bottom, "reference");
        }

        svg.Line(left, Top, left, bottom, "axisline");
        svg.Text(left + (span / 2), height - 8, AxisTitle(chart, scale), "middle", "axis");
        return svg.ToString();
    }

    private static string Lines(Chart chart)
    {
        const double Height = 340, Top = 46, Left = 84, Right = 24, Bottom = Height - 62;
        var span = Width - Left - Right;
        var scale = Scale(chart);
        var svg = new Svg(Width, Height, chart.Title, Describe(chart));
        double X(int i) => Left + (span * (i + 0.5) / chart.Categories.Length);
        double Y(double value) => Bottom - ((Bottom - Top) * scale.Position(value));
        Legend(svg, chart, Left);
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

        for (var i = 0; i < chart.Categories.Length; i++)
        {
            svg.Text(X(i), Bottom + 18, Short(chart.Categories[i]), "middle", "tick");
        }

        svg.Line(Left, Bottom, Width - Right, Bottom, "axisline");
        svg.Text(Left + (span / 2), Height - 12, chart.CategoryTitle, "middle", "axis");
        svg.UpwardText(18, (Top + Bottom) / 2, AxisTitle(chart, scale));
        return svg.ToString();
    }

    private static ChartScale Scale(Chart chart) => new(chart.Series.SelectMany(s => s.Values).OfType<double>()
        .Concat(chart.Band is { } band ? [band.Low, band.High] : []).Concat(chart.Reference is { } reference ? [reference] : []));

    private static void Legend(Svg svg, Chart chart, double left)
    {
        var x = left;
        var names = chart.Series.Length > 1 ? chart.Series.Select(s => s.Name) : [];
        foreach (var (name, index) in names.Select((n, i) => (n, i)))
        {
            if (chart.Kind == ChartKind.Bars)
            {
                svg.Rectangle(x, 14, 12, 12, $"fill{index % ChartScale.Colours}");
            }
            else
            {
                svg.Mark(x + 6, 20, index, null);
            }

            svg.Text(x + 18, 24, name);
            x += 34 + (name.Length * CharacterWidth);
        }

        if (chart.Band is { } band)
        {
            svg.Rectangle(x, 14, 12, 12, "band");
            svg.Text(x + 18, 24, $"published: {band.Text}");
        }
    }

    private static string AxisTitle(Chart chart, ChartScale scale) => chart.ValueTitle + (scale.IsLogarithmic ? " (logarithmic)" : "");

    private static string TickText(double tick, NumberStyle style) => style == NumberStyle.Ratio ? $"×{NumberText.Short(tick)}" : ReportCell.Of(tick).Print(style);

    private static string Short(string text) => text.Length <= 42 ? text : text[..41] + "…";

    private static string Describe(Chart chart) =>
        $"{chart.ValueTitle} of {string.Join(", ", chart.Series.Select(s => s.Name))} for {chart.Categories.Length} values of {chart.CategoryTitle}; the table below holds the numbers.";
}
