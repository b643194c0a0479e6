using Cimarron.Mappers.Exact;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// The loops of the slot form: the flexible factors of a scheme's temporal bounds, equal ones as one kind with a count, and the inner tiles they
/// can make.
/// </summary>
internal sealed class SlotSpace
{
    public SlotSpace(SchemeTables tables)
    {
        Tables = tables;
        Kinds = [.. Operands.Dims.SelectMany(dim => FlexibleFactors.Of(tables.Scheme.Bounds[(int)dim]).GroupBy(f => f).Select(g => new LoopKind(dim, g.Key, g.Count())))];
        Slots = Kinds.Sum(k => k.Count);
        var byExtents = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var tile = 0; tile < tables.Lattice.Count; tile++)
        {
            byExtents.Add(string.Join(' ', Operands.Dims.Select(d => tables.Lattice.Extent(tile, (int)d))), tile);
        }

        var tiles = new List<SlotTile>();
        Collect([], byExtents, tiles);
        Tiles = [.. tiles];
    }

    public SchemeTables Tables { get; }

    /// <summary>The different loops, in the order of their dimensions.</summary>
    public LoopKind[] Kinds { get; }

    /// <summary>Loops in all.</summary>
    public int Slots { get; }

    /// <summary>All inner tiles: how many loops of each kind are inside.</summary>
    public SlotTile[] Tiles { get; }

    private void Collect(List<int> counts, Dictionary<string, int> byExtents, List<SlotTile> found)
    {
        if (counts.Count < Kinds.Length)
        {
            for (var count = 0; count <= Kinds[counts.Count].Count; count++)
            {
                Collect([.. counts, count], byExtents, found);
            }

            return;
        }

        var extents = new int[Operands.DimCount];
        Array.Fill(extents, 1);
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            for (var i = 0; i < counts[kind]; i++)
            {
                extents[(int)Kinds[kind].Dim] *= Kinds[kind].Size;
            }
        }

        found.Add(new SlotTile([.. counts], counts.Sum(), byExtents[string.Join(' ', extents)]));
    }

    /// <summary>Loops of one dimension and size.</summary>
    /// <param name="Dim">The dimension.</param>
    /// <param name="Size">The size, ≥ 2.</param>
    /// <param name="Count">How many there are.</param>
    internal sealed record LoopKind(Dim Dim, int Size, int Count);

    /// <summary>An inner tile.</summary>
    /// <param name="Counts">Loops of each kind inside.</param>
    /// <param name="Depth">Loops inside.</param>
    /// <param name="Index">Its number in the lattice of tiles.</param>
    internal sealed record SlotTile(int[] Counts, int Depth, int Index);
}
