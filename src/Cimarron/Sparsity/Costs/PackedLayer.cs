using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Costs;

/// <summary>
/// The weights of a layer as they are stored: column tiles of row groups (docs/sparse-rules.md, section 3). A run is a strip packed upward or a band packed leftward; every figure
/// of a stretch of its row groups is found without looking at each.
/// </summary>
internal sealed class PackedLayer
{
    private long[] overlaps = [];

    /// <summary>The matrices.</summary>
    public required MatrixShape Shape { get; init; }

    /// <summary>Whether bands are packed leftward rather than strips upward.</summary>
    public required bool IsLeftward { get; init; }

    /// <summary>u: rows of a whole row group.</summary>
    public required int GroupRows { get; init; }

    /// <summary>A: row groups that a macro holds.</summary>
    public required int Capacity { get; init; }

    /// <summary>Row groups of every run of a tile but its last.</summary>
    public required int GroupsPerRun { get; init; }

    /// <summary>The tiles that hold anything.</summary>
    public required ColumnTile[] Tiles { get; init; }

    /// <summary>The runs of the tiles, tile by tile.</summary>
    public required int[] TileRuns { get; init; }

    /// <summary>ρ: physical rows by run.</summary>
    public required int[] RunRows { get; init; }

    /// <summary>κ: physical columns by run; only if packed leftward.</summary>
    public required int[] RunColumns { get; init; }

    /// <summary>The kept blocks.</summary>
    public required KeptBlocks Kept { get; init; }

    /// <summary>Physical rows, or leftward columns, of a full block that no edge clips; 0 if there are no full blocks to index.</summary>
    public required int BlockPitch { get; init; }

    /// <summary>Bands, or blocks in a strip, of a group.</summary>
    public required int BlockRows { get; init; }

    /// <summary>Columns of a full block.</summary>
    public required int BlockWidth { get; init; }

    /// <summary>Bits of the index of a full block.</summary>
    public required int BlockIndexBits { get; init; }

    /// <summary>The choice within blocks; null if there is none or it is not used.</summary>
    public IntraBlock? Intra { get; init; }

    /// <summary>Whether the last intra block of a run is the short one at the lower edge.</summary>
    public bool[] EndsShort { get; init; } = [];

    /// <summary>The stretch of row groups of a tile that begins at one of them and stays in one run.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="first">A row group of the tile.</param>
    /// <param name="count">Row groups at most, ≥ 1.</param>
    public Segment SegmentAt(int tile, int first, int count)
    {
        ref readonly var t = ref Tiles[tile];
        var position = Math.Min(first / GroupsPerRun, t.Runs - 1);
        var run = TileRuns[t.FirstRun + position];
        var offset = first - position * GroupsPerRun;
        var width = IsLeftward ? Math.Min(t.Width, RunColumns[run] - t.Column) : t.Width;
        return new Segment(tile, run, offset, Math.Min(count, RowGroups(run) - offset), width);
    }

    /// <summary>Row groups of a run.</summary>
    public int RowGroups(int run) => (RunRows[run] + GroupRows - 1) / GroupRows;

    /// <summary>Physical rows of some row groups of a run.</summary>
    public int Rows(int run, int first, int end) => PhysicalEnd(run, end) - first * GroupRows;

    /// <summary>Source rows of some row groups of a run, summed over the row groups.</summary>
    public long SourceRows(int run, int first, int end)
    {
        if (Intra is null)
        {
            return Rows(run, first, end);
        }

        var rows = IntraOverlaps(run, first, end) * Intra.Rows;
        return EndsShort[run] ? rows - (long)Math.Max(0, end - Math.Max(first, (RunRows[run] - Intra.Kept) / GroupRows)) * (Intra.Rows - Shape.Rows % Intra.Rows) : rows;
    }

    /// <summary>Intra blocks that row groups of a run overlap, summed over the row groups; 0 without intra blocks.</summary>
    public long IntraOverlaps(int run, int first, int end)
    {
        if (Intra is null)
        {
            return 0;
        }

        if (overlaps.Length == 0)
        {
            overlaps = PrefixOverlaps();
        }

        var isCut = end * (long)GroupRows > RunRows[run];
        var whole = isCut ? end - 1 : end;
        var (before, after) = IntraBlocks(run, whole, end);
        return overlaps[whole] - overlaps[first] + (isCut ? after - before : 0);
    }

    /// <summary>Numbers of the first intra block and of the one behind the last that row groups of a run overlap.</summary>
    public (int First, int End) IntraBlocks(int run, int first, int end)
    {
        var kept = Intra!.Kept;
        return (first * GroupRows / kept, (PhysicalEnd(run, end) + kept - 1) / kept);
    }

    /// <summary>Numbers, among the kept blocks of the run, of the first full block and of the one behind the last of which a segment has a weight.</summary>
    public (int First, int End) FullBlocks(in Segment segment)
    {
        if (IsLeftward)
        {
            var column = Tiles[segment.Tile].Column;
            return (column / BlockPitch, (column + segment.Width + BlockPitch - 1) / BlockPitch);
        }

        return (segment.First * GroupRows / BlockPitch, (PhysicalEnd(segment.Run, segment.First + segment.Count) + BlockPitch - 1) / BlockPitch);
    }

    private int PhysicalEnd(int run, int end) => (int)Math.Min(RunRows[run], (long)end * GroupRows);

    /// <summary>Overlaps of the first j whole row groups of a run, the same for every run.</summary>
    private long[] PrefixOverlaps()
    {
        var prefix = new long[RunRows.Max() / GroupRows + 1];
        for (var j = 0; j + 1 < prefix.Length; j++)
        {
            prefix[j + 1] = prefix[j] + ((j + 1) * GroupRows + Intra!.Kept - 1) / Intra.Kept - j * GroupRows / Intra.Kept;
        }

        return prefix;
    }
}
