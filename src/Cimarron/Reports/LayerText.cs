using System.Buffers;
using System.Text.Json;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Reports;

/// <summary>A layer's shape for people and as JSON.</summary>
public static class LayerText
{
    /// <summary><c>3×3 64→128 @28×28 /2</c> for a convolution, <c>128×768×3072</c> (rows × reduction × columns) for a GEMM; groups follow.</summary>
    public static string Describe(Layer layer)
    {
        var groups = (layer.G == 1 ? "" : $" ×{layer.G} groups") + (layer.WeightIndexBits == 0 ? "" : $", index {layer.WeightIndexBits} bit");
        if (layer is { R: 1, S: 1, Q: 1, StrideHeight: 1, W: 1 })
        {
            return $"{layer.P}×{layer.C}×{layer.K}{groups}";
        }

        var stride = (layer.StrideHeight, layer.StrideWidth) switch { (1, 1) => "", var (h, w) when h == w => $" /{h}", var (h, w) => $" /{h},{w}" };
        var dilation = (layer.DilationHeight, layer.DilationWidth) switch { (1, 1) => "", var (h, w) when h == w => $" dilated {h}", var (h, w) => $" dilated {h},{w}" };
        return $"{layer.R}×{layer.S} {layer.C}→{layer.K} @{layer.P}×{layer.Q}{stride}{dilation}{groups}";
    }

    /// <summary>The shape in the form of mapping files.</summary>
    public static JsonElement Json(Layer layer) => Element(writer => LayerJson.Write(writer, layer));

    /// <summary>What <paramref name="write"/> writes, as an element.</summary>
    internal static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
