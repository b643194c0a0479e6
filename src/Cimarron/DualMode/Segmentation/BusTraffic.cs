using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Segmentation;

/// <summary>What a segment moves between a tensor and the external memory.</summary>
internal static class BusTraffic
{
    /// <summary>Cycles on the external bus for one tensor.</summary>
    public static double Cycles(ICostModel model, DualTensor tensor, TensorUse use, Residency before, Residency after) =>
        (IsLoaded(use, before) ? Reading(model, tensor, use, after) : 0) + (IsWritten(use, after) ? model.ExternalTime(tensor.PartBytes(use.Produced)) : 0);

    /// <summary>The cycles for every place before (slow index) and afterwards.</summary>
    public static void Fill(ICostModel model, DualTensor tensor, TensorUse use, Span<double> cycles)
    {
        var isLoaded = IsLoaded(use, Residency.External);
        var (all, missing) = isLoaded ? (Reading(model, tensor, use, Residency.Both), Reading(model, tensor, use, Residency.External)) : (0, 0);
        var written = IsWritten(use, Residency.External) ? model.ExternalTime(tensor.PartBytes(use.Produced)) : 0;
        for (var after = Residency.External; (int)after < Cut.Places; after++)
        {
            var last = IsWritten(use, after) ? written : 0;
            for (var before = Residency.External; (int)before < Cut.Places; before++)
            {
                cycles[((int)before * Cut.Places) + (int)after] = last + (before != Residency.External ? 0 : after == Residency.Both ? all : missing);
            }
        }
    }

    /// <summary>Features that come from external memory: what the segment needs and does not produce, or everything when it is to stay.</summary>
    public static ImmutableArray<Part> PartsRead(DualTensor tensor, TensorUse use, Residency before, Residency after) =>
        !IsLoaded(use, before) ? [] : after == Residency.Both ? [new Part(0, tensor.Features)] : use.Missing;

    /// <summary>Whether what is produced goes to external memory.</summary>
    public static bool IsWritten(TensorUse use, Residency after) =>
        use is { Produced: > 0, IsDelivered: true } && after is (Residency.External or Residency.Both);

    private static bool IsLoaded(TensorUse use, Residency before) => use.IsOlder && use.IsRead && before == Residency.External;

    private static double Reading(ICostModel model, DualTensor tensor, TensorUse use, Residency after)
    {
        if (after == Residency.Both)
        {
            return model.ExternalTime(tensor.Bytes);
        }

        var cycles = 0.0;
        for (var i = 0; i < use.Missing.Length; i++)
        {
            cycles += model.ExternalTime(tensor.PartBytes(use.Missing[i].Count));
        }

        return cycles;
    }
}
