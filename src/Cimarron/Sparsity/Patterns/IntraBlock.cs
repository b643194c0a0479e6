using System.Collections.Immutable;

namespace Cimarron.Sparsity.Patterns;

/// <summary>Blocks of one column in which a fixed number of elements stays, by one of a set of masks, such as 2:4 (CIMinus, arXiv 2511.16368).</summary>
/// <param name="Rows">m: height of a block, 1 … 32.</param>
/// <param name="Kept">φ: elements that stay, 1 … m.</param>
public sealed record IntraBlock(int Rows, int Kept)
{
    /// <summary>The masks to choose from, bit i for row i, each with φ bits; empty for all of them.</summary>
    public ImmutableArray<uint> Masks { get; init; } = [];

    /// <summary>How many masks there are: those given, or m over φ.</summary>
    public long MaskCount => Masks.IsEmpty ? Binomial(Rows, Kept) : Masks.Length;

    /// <summary>Bits of the index of one block: the mask's number, or the position of every kept element, whichever is smaller.</summary>
    public int IndexBits => (int)Math.Min(BitsFor(MaskCount), (long)Kept * BitsFor(Rows));

    /// <summary>Blocks from top to bottom of a matrix of so many rows.</summary>
    public int BlocksIn(int rows) => (int)(((long)rows + Rows - 1) / Rows);

    /// <summary>Share of elements that are removed.</summary>
    public double Ratio => 1 - (double)Kept / Rows;

    /// <summary>Two patterns are equal if they choose from the same masks in the same order.</summary>
    public bool Equals(IntraBlock? other) => other is not null && Rows == other.Rows && Kept == other.Kept && Masks.AsSpan().SequenceEqual(other.Masks.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rows, Kept, Masks.Length);

    /// <summary>⌈log₂ n⌉.</summary>
    /// <param name="choices">n ≥ 1.</param>
    public static int BitsFor(long choices) => choices <= 1 ? 0 : 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(choices - 1));

    private static long Binomial(int n, int k)
    {
        long result = 1;
        for (var i = 1; i <= k; i++)
        {
            result = result * (n - k + i) / i;
        }

        return result;
    }
}
