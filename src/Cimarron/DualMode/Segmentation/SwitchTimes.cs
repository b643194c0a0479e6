namespace Cimarron.DualMode.Segmentation;

/// <summary>Cycles that switching takes.</summary>
internal sealed class SwitchTimes(DualModeChip chip)
{
    private readonly double _toMemory = chip.SwitchToMemoryCycles;
    private readonly double _toCompute = chip.SwitchToComputeCycles;

    /// <summary>Cycles to get from so many memory arrays to so many.</summary>
    public double Between(int from, int to) => to >= from ? (to - from) * _toMemory : (from - to) * _toCompute;
}
