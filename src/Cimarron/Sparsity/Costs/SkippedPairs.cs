using Cimarron.Sparsity.Profiles;

namespace Cimarron.Sparsity.Costs;

/// <summary>
/// How many (vector, row group, bit) are skipped because the bit is zero in the whole row group (docs/sparse-rules.md, section 5), in all copies together. Pairs are numbered vector by
/// vector, so the skipped ones of a row group lie on a line and are counted by <see cref="FloorSum"/>.
/// </summary>
/// <param name="shares">A share per bit.</param>
/// <param name="vectors">V, ≥ 1.</param>
/// <param name="copies">d, ≥ 1.</param>
/// <param name="capacity">Row groups of a macro at most.</param>
internal sealed class SkippedPairs(IReadOnlyList<BitShare> shares, long vectors, int copies, int capacity)
{
    /// <summary>By row groups of the macro and row groups before one of them; −1 until asked for.</summary>
    private readonly long[]?[] before = new long[capacity + 1][];

    /// <summary>Vectors of a copy that works longest: ⌈V/d⌉.</summary>
    public long MostVectors { get; } = (vectors - 1) / copies + 1;

    /// <summary>Cycles of a macro with some row groups, in the copy that works longest.</summary>
    public long Cycles(int rowGroups)
    {
        var pairs = (Int128)rowGroups * MostVectors;
        Int128 cycles = 0;
        foreach (var share in shares)
        {
            cycles += pairs - pairs * share.Zero / share.Total;
        }

        return checked((long)cycles);
    }

    /// <summary>Skipped pairs and bits of some row groups of a macro.</summary>
    /// <param name="rowGroups">Row groups of the macro.</param>
    /// <param name="first">The first that counts.</param>
    /// <param name="end">The one behind the last that counts.</param>
    public long Of(int rowGroups, int first, int end) => Before(rowGroups, end) - Before(rowGroups, first);

    private long Before(int rowGroups, int group)
    {
        if (group == 0)
        {
            return 0;
        }

        if (before[rowGroups] is not { } known)
        {
            known = before[rowGroups] = new long[rowGroups + 1];
            Array.Fill(known, -1);
        }

        if (known[group] < 0)
        {
            known[group] = Compute(rowGroups, group);
        }

        return known[group];
    }

    private long Compute(int rowGroups, int group)
    {
        var (fewer, more) = (vectors / copies, vectors % copies);
        Int128 skipped = 0;
        foreach (var share in shares)
        {
            skipped += more * Skipped(share, fewer + 1, rowGroups, group) + (copies - more) * Skipped(share, fewer, rowGroups, group);
        }

        return checked((long)skipped);
    }

    /// <summary>Skipped pairs of the first row groups of one copy: pair i·q + g skips if ⌊(i·q + g + 1)·z/t⌋ is more than ⌊(i·q + g)·z/t⌋, and neighbours cancel.</summary>
    private static Int128 Skipped(BitShare share, long vectors, int rowGroups, int group)
    {
        var slope = rowGroups * share.Zero % share.Total; // whole parts of the slope cancel too
        return FloorSum.Of(vectors, share.Total, slope, group * share.Zero) - FloorSum.Of(vectors, share.Total, slope, 0);
    }
}
