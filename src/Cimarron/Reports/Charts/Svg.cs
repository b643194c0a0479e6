using System.Globalization;
using System.Net;
using System.Text;

namespace Cimarron.Reports.Charts;

/// <summary>Writes the few SVG elements the charts need; colours come from the page's style sheet by class.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    /// <summary>Starts a picture with a name and a description for those who cannot see it.</summary>
    public Svg(double width, double height, string title, string description) => _text
        .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-label=\"{E(title)}\">")
        .Append(CultureInfo.InvariantCulture, $"<desc>{E(description)}</desc>\n");

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _text.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" class=\"{style}\"/>\n");

    public void Rectangle(double x, double y, double width, double height, string style, string? tip = null) => Element(
        string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(height)}\" class=\"{style}\""), "rect", tip);

    public void Path(string data, string style) => _text.Append(CultureInfo.InvariantCulture, $"<path d=\"{data}\" class=\"{style}\"/>\n");

    /// <summary>A mark of one of four shapes, so that series differ by more than colour.</summary>
    public void Mark(double x, double y, int series, string? tip)
    {
        const double R = 4.5;
        var data = (series % 4) switch
        {
            0 => $"M{N(x - R)} {N(y)}a{N(R)} {N(R)} 0 1 0 {N(2 * R)} 0a{N(R)} {N(R)} 0 1 0 {N(-2 * R)} 0",
            1 => $"M{N(x - R)} {N(y - R)}h{N(2 * R)}v{N(2 * R)}h{N(-2 * R)}z",
            2 => $"M{N(x)} {N(y - R - 1)}l{N(R + 1)} {N(R + 1)}l{N(-R - 1)} {N(R + 1)}l{N(-R - 1)} {N(-R - 1)}z",
            _ => $"M{N(x)} {N(y - R - 1)}l{N(R + 1)} {N((2 * R) + 1)}h{N((-2 * R) - 2)}z",
        };
        Element($"<path d=\"{data}\" class=\"fill{series % ChartScale.Colours}\"", "path", tip);
    }

    /// <summary>Text whose anchor is <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    public void Text(double x, double y, string text, string anchor = "start", string style = "label") =>
        _text.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" class=\"{style}\">{E(text)}</text>\n");

    /// <summary>Text that runs upwards.</summary>
    public void UpwardText(double x, double y, string text) =>
        _text.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate({N(x)} {N(y)}) rotate(-90)\" text-anchor=\"middle\" class=\"axis\">{E(text)}</text>\n");

    /// <summary>Closes the picture.</summary>
    public override string ToString() => _text + "</svg>\n";

    /// <summary>A coordinate, to a hundredth.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private void Element(string start, string name, string? tip) =>
        _ = tip is null ? _text.Append(start).Append("/>\n") : _text.Append(start).Append(CultureInfo.InvariantCulture, $"><title>{E(tip)}</title></{name}>\n");
}
