using System.Globalization;

namespace Cimarron.Workloads;

/// <summary>Parses a layer written by hand, e.g. <c>R=3,S=3,P=56,Q=56,C=64,K=64,stride=1,padding=1</c>.</summary>
public static class LayerParser
{
    private static readonly string[] Keys =
    [
        "R", "S", "P", "Q", "C", "K", "G", "H", "W", "stride", "strideH", "strideW", "dilation", "dilationH", "dilationW",
        "padding", "padTop", "padLeft", "padBottom", "padRight", "name",
    ];

    /// <summary>
    /// A layer from comma-separated <c>key=value</c> pairs; keys ignore case and default to 1, padding to 0. <c>H</c> and <c>W</c> default to
    /// the input size that the output needs: (P − 1)·stride + (R − 1)·dilation + 1 − padding. When given, they must yield exactly P and Q.
    /// </summary>
    /// <param name="text">The pairs; bounds in 1 … 2^31 − 1.</param>
    /// <exception cref="DiagnosticException">Lists every unknown key, repeated key, malformed value and contradiction.</exception>
    public static Layer Parse(string text)
    {
        var errors = new List<Diagnostic>();
        var values = Read(text, errors, out var name);
        int Get(string key, int fallback) => values.GetValueOrDefault(key, fallback);
        var stride = Get("stride", 1);
        var dilation = Get("dilation", 1);
        var padding = Get("padding", 0);
        var layer = new Layer
        {
            Name = name,
            R = Get("R", 1),
            S = Get("S", 1),
            P = Get("P", 1),
            Q = Get("Q", 1),
            C = Get("C", 1),
            K = Get("K", 1),
            G = Get("G", 1),
            StrideHeight = Get("strideH", stride),
            StrideWidth = Get("strideW", stride),
            DilationHeight = Get("dilationH", dilation),
            DilationWidth = Get("dilationW", dilation),
            Padding = new Padding(Get("padTop", padding), Get("padLeft", padding), Get("padBottom", padding), Get("padRight", padding)),
        };
        layer = layer with
        {
            H = InputSize("H", "P", values, layer.P, layer.R, layer.StrideHeight, layer.DilationHeight, layer.Padding.Top, layer.Padding.Bottom, errors),
            W = InputSize("W", "Q", values, layer.Q, layer.S, layer.StrideWidth, layer.DilationWidth, layer.Padding.Left, layer.Padding.Right, errors),
        };
        if (!LayerBounds.MacsFit(layer))
        {
            errors.Add(Error("the layer has more than 2^63 − 1 multiply-accumulates", null));
        }

        return errors.Count == 0 ? layer : throw new DiagnosticException(errors);
    }

    private static Dictionary<string, int> Read(string text, List<Diagnostic> errors, out string name)
    {
        name = "layer";
        var values = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            errors.Add(Error("the layer is empty", null, "Write e.g. R=3,S=3,P=56,Q=56,C=64,K=64,stride=1,padding=1."));
        }

        foreach (var part in parts)
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            var key = Keys.FirstOrDefault(k => string.Equals(k, pair[0], StringComparison.OrdinalIgnoreCase));
            if (pair.Length != 2)
            {
                errors.Add(Error($"'{part}' is not of the form key=value", null));
            }
            else if (key is null)
            {
                errors.Add(Error("the key is unknown", pair[0], $"Valid keys are {string.Join(", ", Keys)}."));
            }
            else if (!seen.Add(key))
            {
                errors.Add(Error("the key is given twice", key));
            }
            else if (key == "name")
            {
                name = pair[1];
            }
            else if (Number(key, pair[1], errors) is { } number)
            {
                values.Add(key, number);
            }
        }

        return values;
    }

    private static int? Number(string key, string text, List<Diagnostic> errors)
    {
        var least = key.StartsWith("pad", StringComparison.Ordinal) ? 0 : 1;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        errors.Add(Error($"'{text}' is not a whole number in {least} … {int.MaxValue}", key));
        return null;
    }

    private static int InputSize(
        string key, string outputKey, Dictionary<string, int> values, int output, int taps, int stride, int dilation, int before, int after, List<Diagnostic> errors)
    {
        var extent = ((long)(taps - 1) * dilation) + 1;
        var padding = (long)before + after;
        if (values.TryGetValue(key, out var given))
        {
            var slack = given + padding - extent;
            var windows = slack < 0 ? 0 : (slack / stride) + 1;
            if (windows != output)
            {
                errors.Add(Error($"an input of {given} gives {windows} outputs, but {outputKey} is {output}", key, $"Leave {key} out to have it derived."));
            }

            return given;
        }

        var needed = ((long)(output - 1) * stride) + extent - padding;
        if (needed is >= 1 and <= int.MaxValue)
        {
            return (int)needed;
        }

        errors.Add(Error($"the other values need an input of {needed}, expected 1 … {int.MaxValue}", key));
        return 1;
    }

    private static Diagnostic Error(string message, string? field, string? hint = null) =>
        Diagnostic.Error("CIM0401", message, field: field is null ? "layer" : $"layer {field}", hint: hint);
}
