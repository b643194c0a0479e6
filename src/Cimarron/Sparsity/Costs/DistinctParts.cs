namespace Cimarron.Sparsity.Costs;

/// <summary>What segments of one macro tile or of one step have in common is counted once.</summary>
/// <param name="layer">The layer.</param>
internal sealed class DistinctParts(PackedLayer layer)
{
    private readonly IntervalUnion rowGroups = new();
    private readonly IntervalUnion fullBlocks = new();
    private readonly IntervalUnion intraBlocks = new();

    /// <summary>Source rows of distinct row groups.</summary>
    public long SourceRows { get; private set; }

    /// <summary>Distinct full blocks.</summary>
    public long FullBlocks { get; private set; }

    /// <summary>Distinct intra blocks.</summary>
    public long IntraBlocks { get; private set; }

    /// <summary>Bits of the indices of the distinct blocks.</summary>
    public long IndexBits => checked(FullBlocks * layer.BlockIndexBits + IntraBlocks * (layer.Intra?.IndexBits ?? 0));

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        rowGroups.Clear();
        fullBlocks.Clear();
        intraBlocks.Clear();
    }

    /// <summary>Adds a segment.</summary>
    public void Add(in Segment segment)
    {
        rowGroups.Add(segment.Run, segment.First, segment.First + segment.Count);
        if (layer.BlockPitch > 0)
        {
            var (first, end) = layer.FullBlocks(segment);
            fullBlocks.Add(segment.Run, first, end);
        }

        if (layer.Intra is not null)
        {
            var (first, end) = layer.IntraBlocks(segment.Run, segment.First, segment.First + segment.Count);
            intraBlocks.Add(segment.Tile, first, end);
        }
    }

    /// <summary>Counts what was added.</summary>
    public void Count()
    {
        rowGroups.Merge();
        fullBlocks.Merge();
        intraBlocks.Merge();
        (SourceRows, FullBlocks, IntraBlocks) = (0, 0, 0);
        checked
        {
            for (var i = 0; i < rowGroups.Count; i++)
            {
                var (run, first, end) = rowGroups[i];
                SourceRows += layer.SourceRows(run, first, end);
            }

            for (var i = 0; i < fullBlocks.Count; i++)
            {
                FullBlocks += fullBlocks[i].End - fullBlocks[i].Start;
            }

            for (var i = 0; i < intraBlocks.Count; i++)
            {
                var (tile, first, end) = intraBlocks[i];
                IntraBlocks += (long)(end - first) * layer.Tiles[tile].Width;
            }
        }
    }
}
