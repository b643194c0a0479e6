using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Segmentation;

/// <summary>What a segment moves between a tensor and the external memory.</summary>
internal static class BusTraffic
{
    /// <summary>Cycles on the external bus for one tensor.</summary>
    public static double Cycles(ICostModel model, DualTensor tensor, TensorUse use, Residency before, Residency after)
    {
        var cycles = IsWritten(use, after) ? model.ExternalTime(tensor.PartBytes(use.Produced)) : 0;
        foreach (var part in PartsRead(tensor, use, before, after))
        {
            cycles += model.ExternalTime(tensor.PartBytes(part.Count));
        }

        return cycles;
    }

    /// <summary>The cycles for every place before (slow index) and afterwards.</summary>
    public static void Fill(ICostModel model, DualTensor tensor, TensorUse use, Span<double> cycles)
    {
        var isLoaded = use is { IsOlder: true, IsRead: true };
        var all = isLoaded ? Cycles(model, tensor, use with { Produced = 0 }, Residency.External, Residency.Both) : 0;
        var missing = isLoaded ? Cycles(model, tensor, use with { Produced = 0 }, Residency.External, Residency.External) : 0;
        var written = IsWritten(use, Residency.External) ? model.ExternalTime(tensor.PartBytes(use.Produced)) : 0;
        for (var i = 0; i < cycles.Length; i++)
        {
            var (before, after) = ((Residency)(i / 4), (Residency)(i % 4));
            cycles[i] = (before != Residency.External ? 0 : after == Residency.Both ? all : missing) + (IsWritten(use, after) ? written : 0);
        }
    }

    /// <summary>Features that come from external memory: what the segment needs and does not produce, or everything when it is to stay.</summary>
    public static ImmutableArray<Part> PartsRead(DualTensor tensor, TensorUse use, Residency before, Residency after) =>
        !use.IsOlder || before != Residency.External || !use.IsRead ? []
        : after == Residency.Both ? [new Part(0, tensor.Features)] : use.Missing;

    /// <summary>Whether what is produced goes to external memory.</summary>
    public static bool IsWritten(TensorUse use, Residency after) =>
        use is { Produced: > 0, IsDelivered: true } && after is (Residency.External or Residency.Both);
}
