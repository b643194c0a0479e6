namespace Cimarron.Sparsity.Patterns;

/// <summary>
/// A sparsity pattern of weight matrices: blocks removed whole, a fixed choice within blocks, or the second within what the first keeps (CIMinus, arXiv 2511.16368).
/// The density of both is (1 − r_full)·(1 − r_intra). Without either it is dense.
/// </summary>
public sealed record FlexBlock
{
    /// <summary>The pattern that keeps everything.</summary>
    public static FlexBlock Dense { get; } = new() { Name = "dense", Compression = Compression.None };

    /// <summary>Name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Blocks removed whole; null for none.</summary>
    public FullBlock? Full { get; init; }

    /// <summary>Choice within blocks; null for none.</summary>
    public IntraBlock? Intra { get; init; }

    /// <summary>Whether the choice within blocks is made first, so that whole blocks are judged by what it leaves.</summary>
    public bool IsIntraFirst { get; init; }

    /// <summary>How it is packed unless a mapping says otherwise.</summary>
    public Compression Compression { get; init; } = Compression.Rows;

    /// <summary>Order of the rows of a convolution's matrix: a permutation of C, R and S, slowest first.</summary>
    public string Flattening { get; init; } = "CRS";

    /// <summary>Share of weights removed, before rounding to whole blocks.</summary>
    public double Ratio => 1 - (1 - (Full?.Ratio ?? 0)) * (1 - (Intra?.Ratio ?? 0));

    /// <summary>Whether nothing is removed and nothing needs support.</summary>
    public bool IsDense => Full is null && Intra is null;
}
