using Cimarron.Costs;

namespace Cimarron.Reports;

/// <summary>Where the cycles of one execution go; the parts add up to the latency.</summary>
/// <param name="Compute">Macro activations.</param>
/// <param name="ModeSwitch">Writing weights into a macro that cannot compute meanwhile.</param>
/// <param name="InputTransfer">Waiting for inputs.</param>
/// <param name="WeightTransfer">Waiting for weights outside the macro.</param>
/// <param name="OutputFetch">Waiting for partial sums to come back.</param>
/// <param name="OutputWriteBack">Waiting for outputs to leave.</param>
/// <param name="Preload">Moving whole operands before and after the nest.</param>
public sealed record ResultStalls(double Compute, double ModeSwitch, double InputTransfer, double WeightTransfer, double OutputFetch, double OutputWriteBack, double Preload)
{
    /// <summary>The stall part of a cost.</summary>
    public static ResultStalls From(StallBreakdown stalls) => new(
        stalls.ComputeCycles,
        stalls.ModeSwitchCycles,
        stalls.InputTransferCycles,
        stalls.WeightTransferCycles,
        stalls.OutputFetchCycles,
        stalls.OutputWriteBackCycles,
        stalls.PreloadCycles);
}
