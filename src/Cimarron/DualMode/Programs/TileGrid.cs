namespace Cimarron.DualMode.Programs;

/// <summary>How the stationary operand of an operator lies in the tiles of a chip; see <see cref="ProgramOperator"/> for the order of tiles.</summary>
public sealed record TileGrid
{
    private readonly ProgramOperator op;
    private readonly int arrayRows;
    private readonly int arrayColumns;

    /// <summary>The tiles of an operator on a chip.</summary>
    /// <param name="op">Its bounds are ≥ 1.</param>
    /// <param name="chip">The chip.</param>
    public TileGrid(ProgramOperator op, DualModeChip chip)
    {
        this.op = op;
        arrayRows = chip.Rows;
        arrayColumns = Math.Max(1, chip.WeightColumns);
        TileRows = CeilDivide(op.StoredRows, arrayRows);
        TileColumns = CeilDivide(op.StoredColumns, arrayColumns);
        Packs = CeilDivide(op.Groups, op.GroupsPerTile);
    }

    /// <summary>R: tiles along the reduction.</summary>
    public int TileRows { get; }

    /// <summary>C: tiles along the columns of a group.</summary>
    public int TileColumns { get; }

    /// <summary>Groups, or packs of groups that share a tile.</summary>
    public int Packs { get; }

    /// <summary>All tile columns: C of each pack.</summary>
    public long Lines => (long)Packs * TileColumns;

    /// <summary>All tiles.</summary>
    public long Tiles => Lines * TileRows;

    /// <summary>Whether the groups of a pack fit in one tile.</summary>
    public bool FitsPacks => op.GroupsPerTile == 1
        || ((long)op.GroupsPerTile * op.StoredRows <= arrayRows && (long)op.GroupsPerTile * op.StoredColumns <= arrayColumns);

    /// <summary>Whether the columns of every tile share their input rows: packed strips end where tiles do.</summary>
    public bool SharesRows => op.Packing is not { } packing || packing.Width >= op.Columns || packing.Width % arrayColumns == 0;

    /// <summary>Features of the output tensor that tile column <paramref name="line"/> = g·C + c yields; those of successive tile columns follow each other. Columns that are not stored come with the last one of a group.</summary>
    public Part Features(int line)
    {
        var (pack, column) = (line / TileColumns, line % TileColumns);
        if (op.GroupsPerTile > 1)
        {
            return new Part(checked(op.FirstFeature + (pack * op.GroupsPerTile * op.Columns)), GroupsOf(pack) * op.Columns);
        }

        var first = column * arrayColumns;
        return new Part(checked(op.FirstFeature + (pack * op.Columns) + first), column == TileColumns - 1 ? op.Columns - first : arrayColumns);
    }

    /// <summary>Features of consecutive tile columns.</summary>
    public Part Features(Part lines)
    {
        var first = Features(lines.First).First;
        return new Part(first, Features(lines.End - 1).End - first);
    }

    /// <summary>Groups in a pack; the last one may be smaller.</summary>
    public int GroupsOf(int pack) => Math.Min(op.GroupsPerTile, op.Groups - (pack * op.GroupsPerTile));

    /// <summary>Groups that consecutive tile columns cover, in part or whole.</summary>
    public int GroupsOf(Part lines)
    {
        int first = lines.First / TileColumns, last = (lines.End - 1) / TileColumns;
        return Math.Min(op.Groups, checked((last + 1) * op.GroupsPerTile)) - (first * op.GroupsPerTile);
    }

    /// <summary>Rows of weights in a range of tile rows: elements of the reduction unless they are packed.</summary>
    public Part Reduction(Part rows)
    {
        var first = rows.First * arrayRows;
        return new Part(first, (int)Math.Min(op.StoredRows, (long)rows.End * arrayRows) - first);
    }

    /// <summary>Elements of an input vector that a range of tile rows is multiplied with; of packed weights the share of the rows, rounded up.</summary>
    public long Moved(Part rows)
    {
        var stored = Reduction(rows).Count;
        return op.Packing is { } packing ? (((long)packing.Moved * stored) + packing.Rows - 1) / packing.Rows : stored;
    }

    /// <summary>Weights in a tile: fewer at the edges, and only the diagonal blocks of packed groups.</summary>
    public long Elements(int tile)
    {
        var (line, row) = (tile / TileRows, tile % TileRows);
        return (long)Reduction(new Part(row, 1)).Count * StoredColumns(line);
    }

    /// <summary>Bits of the index that are loaded with a tile: its share by weights, rounded up.</summary>
    public long IndexBits(int tile) => op.Packing is { IndexBits: > 0 and var bits } ? IndexBits(bits, Elements(tile)) : 0;

    /// <summary>Columns of weights in a tile column.</summary>
    private int StoredColumns(int line)
    {
        var (pack, column) = (line / TileColumns, line % TileColumns);
        return op.GroupsPerTile > 1 ? GroupsOf(pack) * op.StoredColumns : Math.Min(arrayColumns, op.StoredColumns - (column * arrayColumns));
    }

    private long IndexBits(long all, long weights)
    {
        var total = (Int128)op.StoredRows * op.StoredColumns * op.Groups;
        return (long)((((Int128)all * weights) + total - 1) / total);
    }

    private static int CeilDivide(int a, int b) => (a / b) + (a % b == 0 ? 0 : 1);
}
