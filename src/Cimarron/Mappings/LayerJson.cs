using System.Text.Json;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>The <c>layer</c> object of the mapping format.</summary>
internal static class LayerJson
{
    private const string DefaultName = "layer";
    private const string WeightIndex = "weightIndex";
    private const int MostIndexBits = 1 << 10;

    public static void Write(Utf8JsonWriter writer, Layer layer)
    {
        writer.WriteStartObject();
        if (layer.Name != DefaultName)
        {
            writer.WriteString("name", layer.Name);
        }

        foreach (var dim in Operands.Dims)
        {
            writer.WriteNumber(dim.ToString(), layer[dim]);
        }

        writer.WriteNumber("H", layer.H);
        writer.WriteNumber("W", layer.W);
        WritePair(writer, "stride", layer.StrideHeight, layer.StrideWidth);
        if (layer.DilationHeight != 1 || layer.DilationWidth != 1)
        {
            WritePair(writer, "dilation", layer.DilationHeight, layer.DilationWidth);
        }

        WritePadding(writer, layer.Padding);
        if (layer.WeightIndexBits > 0)
        {
            writer.WriteNumber(WeightIndex, layer.WeightIndexBits);
        }

        writer.WriteEndObject();
    }

    public static Layer Read(JsonFields fields, JsonNodeAt node, string field)
    {
        var members = fields.Object(node, field, "name", "R", "S", "P", "Q", "C", "K", "G", "H", "W", "stride", "dilation", "padding", WeightIndex);
        if (members is null)
        {
            return new Layer();
        }

        int Bound(string key) => fields.Integer(members.GetValueOrDefault(key), JsonFields.Join(field, key), least: 1);
        var (strideHeight, strideWidth) = ReadPair(fields, members.GetValueOrDefault("stride"), JsonFields.Join(field, "stride"));
        var (dilationHeight, dilationWidth) = ReadPair(fields, members.GetValueOrDefault("dilation"), JsonFields.Join(field, "dilation"));
        var layer = new Layer
        {
            Name = ReadName(fields, members.GetValueOrDefault("name"), JsonFields.Join(field, "name")),
            R = Bound("R"),
            S = Bound("S"),
            P = Bound("P"),
            Q = Bound("Q"),
            C = Bound("C"),
            K = Bound("K"),
            G = Bound("G"),
            StrideHeight = strideHeight,
            StrideWidth = strideWidth,
            DilationHeight = dilationHeight,
            DilationWidth = dilationWidth,
            Padding = ReadPadding(fields, members.GetValueOrDefault("padding"), JsonFields.Join(field, "padding")),
            WeightIndexBits = members.GetValueOrDefault(WeightIndex) is { } index ? fields.Integer(index, JsonFields.Join(field, WeightIndex), least: 0) : 0,
        };
        layer = layer with
        {
            H = members.ContainsKey("H") ? Bound("H") : Derive(fields, node, field, "H", layer.P, strideHeight, layer.R, dilationHeight, layer.Padding.Top, layer.Padding.Bottom),
            W = members.ContainsKey("W") ? Bound("W") : Derive(fields, node, field, "W", layer.Q, strideWidth, layer.S, dilationWidth, layer.Padding.Left, layer.Padding.Right),
        };
        CheckMacs(fields, node, field, layer);
        if (layer.WeightIndexBits > MostIndexBits)
        {
            fields.Report("CIM0406", node, JsonFields.Join(field, WeightIndex), $"expected at most {MostIndexBits} bits of index with every weight, found {layer.WeightIndexBits}");
        }

        return layer;
    }

    /// <summary>The unpadded input that the outputs need: (P − 1)·stride + dilation·(R − 1) + 1 − padding, at least 1.</summary>
    private static int Derive(
        JsonFields fields, JsonNodeAt node, string field, string key, int outputs, int stride, int kernel, int dilation, int before, int after)
    {
        var size = (outputs - 1L) * stride - before - after + 1;
        var taps = dilation * (kernel - 1L);
        if (size + taps <= int.MaxValue)
        {
            return (int)Math.Max(1, size + taps);
        }

        fields.Report("CIM0406", node, JsonFields.Join(field, key), $"the input needed by the outputs is larger than {int.MaxValue}");
        return 1;
    }

    private static void CheckMacs(JsonFields fields, JsonNodeAt node, string field, Layer layer)
    {
        var macs = Operands.Dims.Aggregate(1L, (product, dim) => Saturating.Multiply(product, layer[dim]));
        if (macs == long.MaxValue)
        {
            fields.Report("CIM0406", node, field, "the layer has more multiply-accumulates than can be counted (2⁶³)");
        }
    }

    private static string ReadName(JsonFields fields, JsonNodeAt? node, string field)
    {
        if (node is null)
        {
            return DefaultName;
        }

        if (node.Kind == JsonValueKind.String)
        {
            return node.Text;
        }

        fields.WrongType(node, field, "a string");
        return DefaultName;
    }

    private static void WritePair(Utf8JsonWriter writer, string key, int height, int width)
    {
        if (height == width)
        {
            writer.WriteNumber(key, height);
            return;
        }

        writer.WriteStartObject(key);
        writer.WriteNumber("h", height);
        writer.WriteNumber("w", width);
        writer.WriteEndObject();
    }

    /// <summary>A number for both axes, or an object; what it leaves out is 1.</summary>
    private static (int Height, int Width) ReadPair(JsonFields fields, JsonNodeAt? node, string field)
    {
        if (node is null || node.Kind == JsonValueKind.Number)
        {
            var both = fields.Integer(node, field, least: 1);
            return (both, both);
        }

        if (node.Kind != JsonValueKind.Object)
        {
            fields.WrongType(node, field, "a whole number or an object with h and w");
            return (1, 1);
        }

        var members = fields.Object(node, field, "h", "w")!;
        return (fields.Integer(members.GetValueOrDefault("h"), field + ".h", least: 1), fields.Integer(members.GetValueOrDefault("w"), field + ".w", least: 1));
    }

    private static void WritePadding(Utf8JsonWriter writer, Padding padding)
    {
        if (padding == Padding.Uniform(padding.Top))
        {
            writer.WriteNumber("padding", padding.Top);
            return;
        }

        writer.WriteStartObject("padding");
        writer.WriteNumber("top", padding.Top);
        writer.WriteNumber("left", padding.Left);
        writer.WriteNumber("bottom", padding.Bottom);
        writer.WriteNumber("right", padding.Right);
        writer.WriteEndObject();
    }

    private static Padding ReadPadding(JsonFields fields, JsonNodeAt? node, string field)
    {
        if (node is null || node.Kind == JsonValueKind.Number)
        {
            return Padding.Uniform(fields.Integer(node, field, least: 0));
        }

        if (node.Kind != JsonValueKind.Object)
        {
            fields.WrongType(node, field, "a whole number or an object with top, left, bottom and right");
            return default;
        }

        var members = fields.Object(node, field, "top", "left", "bottom", "right")!;
        int Side(string key) => fields.Integer(members.GetValueOrDefault(key), JsonFields.Join(field, key), least: 0);
        return new Padding(Side("top"), Side("left"), Side("bottom"), Side("right"));
    }
}
