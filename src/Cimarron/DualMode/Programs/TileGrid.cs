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
        TileRows = CeilDivide(op.Reduction, arrayRows);
        TileColumns = CeilDivide(op.Columns, arrayColumns);
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
        || ((long)op.GroupsPerTile * op.Reduction <= arrayRows && (long)op.GroupsPerTile * op.Columns <= arrayColumns);

    /// <summary>Features of the output tensor that tile column <paramref name="line"/> = g·C + c yields; those of successive tile columns follow each other.</summary>
    public Part Features(int line)
    {
        var (pack, column) = (line / TileColumns, line % TileColumns);
        if (op.GroupsPerTile > 1)
        {
            return new Part(checked(op.FirstFeature + (pack * op.GroupsPerTile * op.Columns)), GroupsOf(pack) * op.Columns);
        }

        var first = column * arrayColumns;
        return new Part(checked(op.FirstFeature + (pack * op.Columns) + first), Math.Min(arrayColumns, op.Columns - first));
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

    /// <summary>Elements of the reduction in a range of tile rows.</summary>
    public Part Reduction(Part rows)
    {
        var first = rows.First * arrayRows;
        return new Part(first, (int)Math.Min(op.Reduction, (long)rows.End * arrayRows) - first);
    }

    /// <summary>Weights in a tile: fewer at the edges, and only the diagonal blocks of packed groups.</summary>
    public long Elements(int tile)
    {
        var (line, row) = (tile / TileRows, tile % TileRows);
        return (long)Reduction(new Part(row, 1)).Count * Features(line).Count;
    }

    private static int CeilDivide(int a, int b) => (a / b) + (a % b == 0 ? 0 : 1);
}
