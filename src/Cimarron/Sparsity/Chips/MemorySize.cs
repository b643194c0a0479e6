namespace Cimarron.Sparsity.Chips;

/// <summary>Size of one memory.</summary>
/// <param name="Bits">Capacity, bits, ≥ 1.</param>
/// <param name="WidthBits">Bits of one access, 1 … <paramref name="Bits"/>.</param>
public sealed record MemorySize(long Bits, int WidthBits);
