using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Cimarron.Reports.Charts;
using Cimarron.Reports.Tables;

namespace Cimarron.Tests.Reports;

public sealed class SvgChartTests
{
    [Fact]
    public void Bars_are_as_long_as_their_values()
    {
        var svg = Draw(ChartKind.Bars, [1, 2, 4], [3, null, 1]);

        var bars = Elements(svg, "rect").Where(r => r.Elements().Any(e => e.Name.LocalName == "title")).ToDictionary(r => r.Elements().Single().Value, r => Number(r, "width"));
        bars.Count.ShouldBe(5);
        bars["c, one: 4"].ShouldBe(4 * bars["a, one: 1"], 0.02);
        bars["a, two: 3"].ShouldBe(3 * bars["a, one: 1"], 0.02);
    }

    [Fact]
    public void Lines_rise_with_their_values_and_leave_gaps_out()
    {
        var svg = Draw(ChartKind.Lines, [1, 2, 4], [null, 5, 5]);

        var lines = Elements(svg, "path").Where(p => ((string)p.Attribute("class")!).StartsWith("line", StringComparison.Ordinal)).Select(p => Points((string)p.Attribute("d")!)).ToArray();
        lines[0].Length.ShouldBe(3);
        (lines[0][0] - lines[0][1]).ShouldBe((lines[0][1] - lines[0][2]) / 2, 0.02);
        lines[1].ShouldBe([lines[1][0], lines[1][0]]);
    }

    [Theory]
    [InlineData(new[] { 3.0, 7, 9.5 }, false, new[] { 0.0, 2, 4, 6, 8, 10 })]
    [InlineData(new[] { 0.3, 0.99 }, false, new[] { 0.0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(new[] { 0.02, 5.0 }, true, new[] { 0.01, 0.1, 1, 10 })]
    [InlineData(new double[0], false, new[] { 0.0, 0.2, 0.4, 0.6, 0.8, 1 })]
    public void Ticks_are_round_and_cover_the_values(double[] values, bool isLogarithmic, double[] ticks)
    {
        var scale = new ChartScale(values);

        scale.IsLogarithmic.ShouldBe(isLogarithmic);
        scale.Ticks.Select(t => Math.Round(t, 9)).ShouldBe(ticks);
        scale.Position(ticks[0]).ShouldBe(0, 1e-9);
        scale.Position(ticks[^1]).ShouldBe(1, 1e-9);
    }

    [Theory]
    [InlineData(ChartKind.Bars)]
    [InlineData(ChartKind.Lines)]
    public void A_long_legend_takes_several_lines(ChartKind kind)
    {
        var names = Enumerable.Range(0, 14).Select(i => $"a rather long name {i}").ToArray();
        var chart = Make(kind, [1], []) with { Series = [.. names.Select(n => new ChartSeries(n, [1, 2, 3]))] };
        var texts = Elements(XDocument.Parse(SvgChart.Draw(chart)), "text").Where(t => names.Contains(t.Value)).ToArray();
        texts.Length.ShouldBe(14);
        texts.ShouldAllBe(t => Number(t, "x") + (t.Value.Length * 6.9) <= 900);
        texts.Select(t => (Number(t, "x"), Number(t, "y"))).ShouldBeUnique();
        texts.Select(t => Number(t, "y")).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Text_from_models_cannot_break_the_picture() =>
        XDocument.Parse(SvgChart.Draw(Make(ChartKind.Bars, [1], []) with { Categories = ["</svg><script>\"&"], Title = "<&>" })).Descendants().ShouldNotContain(e => e.Name.LocalName == "script");

    private static XDocument Draw(ChartKind kind, double?[] one, double?[] two) => XDocument.Parse(SvgChart.Draw(Make(kind, one, two)));

    private static Chart Make(ChartKind kind, double?[] one, double?[] two) => new()
    {
        Title = "t",
        Kind = kind,
        CategoryTitle = "letters",
        ValueTitle = "values",
        Style = NumberStyle.Short,
        Categories = [.. new[] { "a", "b", "c" }.Take(one.Length)],
        Series = two.Length > 0 ? [new ChartSeries("one", [.. one]), new ChartSeries("two", [.. two])] : [new ChartSeries("one", [.. one])],
    };

    private static IEnumerable<XElement> Elements(XDocument svg, string name) => svg.Descendants().Where(e => e.Name.LocalName == name);

    private static double Number(XElement element, string attribute) => double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);

    private static double[] Points(string path) => [.. path.Split(' ').Where((_, i) => i % 2 == 1).Select(y => double.Parse(y, CultureInfo.InvariantCulture))];
}
