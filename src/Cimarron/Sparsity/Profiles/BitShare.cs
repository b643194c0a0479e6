namespace Cimarron.Sparsity.Profiles;

/// <summary>How often one bit of the input is zero in a whole row group.</summary>
/// <param name="Zero">Pairs of vector and row group in which it is, 0 ≤ zero ≤ total.</param>
/// <param name="Total">Pairs seen, ≥ 1, ≤ 2³⁰.</param>
public readonly record struct BitShare(long Zero, long Total);
