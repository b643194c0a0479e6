namespace Cimarron.DualMode.Segmentation;

/// <summary>Some uses of a segment that are kept in arrays.</summary>
/// <param name="kept">A bit for every one.</param>
/// <param name="cycles">Cycles that go with it.</param>
internal readonly struct KeptChoice(Bits128 kept, double cycles)
{
    /// <summary>A bit for every use that is kept.</summary>
    public readonly Bits128 Kept = kept;

    /// <summary>Cycles that go with it.</summary>
    public readonly double Cycles = cycles;
}
