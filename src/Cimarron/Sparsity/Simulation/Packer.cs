using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Simulation;

/// <summary>Packs the weights of a layer one by one and cuts them into column tiles and row groups (rules §3).</summary>
internal sealed class Packer
{
    private readonly LayerMask mask;
    private readonly Compression compression;
    private readonly int width;
    private readonly int groupRows;

    private Packer(LayerMask mask, SparseChip chip, Compression compression)
    {
        this.mask = mask;
        this.compression = compression;
        Index = new IndexFormat(mask, compression);
        width = chip.WeightColumns;
        groupRows = compression == Compression.Columns && mask.BlockHeight < mask.Shape.Rows ? Math.Min(chip.SubarrayRows, mask.BlockHeight) : chip.SubarrayRows;
        Capacity = chip.Rows / groupRows;
        Tiles = [.. Enumerable.Range(0, mask.Shape.Groups).SelectMany(g => compression == Compression.Columns ? ByBands(g) : ByStrips(g))];
    }

    /// <summary>What finds inputs and outputs again.</summary>
    public IndexFormat Index { get; }

    /// <summary>A: row groups that a macro holds.</summary>
    public int Capacity { get; }

    /// <summary>The column tiles that hold something, in order.</summary>
    public IReadOnlyList<PackedTile> Tiles { get; }

    /// <summary>Packs a layer.</summary>
    /// <exception cref="DiagnosticException">The pattern cannot be packed this way on this chip (CIM0912).</exception>
    public static Packer Pack(LayerMask mask, SparseChip chip, Compression compression)
    {
        if (Broken(mask, chip, compression) is { } rule)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0912", $"pattern '{mask.Pattern.Name}' cannot be walked: {rule}", hint: "use another compression or other block sizes"));
        }

        return new Packer(mask, chip, compression);
    }

    private static string? Broken(LayerMask mask, SparseChip chip, Compression compression)
    {
        var (height, blockWidth, intra) = (mask.BlockHeight, mask.BlockWidth, mask.Pattern.Intra);
        if (intra is not null && height < mask.Shape.Rows && height % intra.Rows != 0)
        {
            return "intra blocks lie across full blocks";
        }

        if (compression == Compression.None)
        {
            return null;
        }

        if (mask.Pattern.Full is { } full && full.Rows == BlockExtent.Of(1) && full.Columns == BlockExtent.Of(1))
        {
            return "unstructured weights cannot be packed";
        }

        if (compression == Compression.Rows)
        {
            return blockWidth < mask.Shape.Columns && blockWidth % chip.WeightColumns != 0 ? "strips would share arrays" : null;
        }

        var h = chip.SubarrayRows;
        return intra is not null ? "columns of intra blocks cannot move"
            : height < mask.Shape.Rows && height % h != 0 && h % height != 0 ? "bands would share row groups"
            : null;
    }

    private IEnumerable<PackedTile> ByStrips(int group)
    {
        var strip = compression == Compression.None ? mask.Shape.Columns : mask.BlockWidth;
        for (var first = 0; first < mask.Shape.Columns; first += strip)
        {
            var columns = Enumerable.Range(first, Math.Min(strip, mask.Shape.Columns - first)).Select(c => Upward(group, c)).ToArray();
            for (var from = 0; from < columns.Length; from += width)
            {
                var tile = columns[from..Math.Min(from + width, columns.Length)];
                if (tile[0].Count > 0)
                {
                    var rows = Enumerable.Range(0, tile[0].Count).Select(r => tile.Select(c => c[r]).ToArray()).ToArray();
                    yield return new PackedTile([.. Cut(new PackedRun(group, first / strip, rows))]);
                }
            }
        }
    }

    /// <summary>What is left of a column, packed upward.</summary>
    private List<PackedCell> Upward(int group, int column)
    {
        var cells = new List<PackedCell>();
        for (var row = 0; row < mask.Shape.Rows; row++)
        {
            if (compression != Compression.None && !mask.KeepsBlock(group, row / mask.BlockHeight, column / mask.BlockWidth))
            {
                continue;
            }

            if (Index.Intra is not { } intra)
            {
                cells.Add(new PackedCell(group, row, column, 0, 1));
            }
            else if (row % intra.Rows == 0)
            {
                var span = Math.Min(intra.Rows, mask.Shape.Rows - row);
                cells.AddRange(Enumerable.Range(0, intra.Kept).Select(slot => new PackedCell(group, row, column, slot, span)));
            }
        }

        return cells;
    }

    private IEnumerable<PackedTile> ByBands(int group)
    {
        var bands = new List<PackedCell[][]>();
        for (var first = 0; first < mask.Shape.Rows; first += mask.BlockHeight)
        {
            bands.Add([.. Enumerable.Range(first, Math.Min(mask.BlockHeight, mask.Shape.Rows - first)).Select(r => Leftward(group, r))]);
        }

        for (var from = 0; bands.Exists(b => b[0].Length > from); from += width)
        {
            var rowGroups = new List<RowGroup>();
            for (var band = 0; band < bands.Count; band++)
            {
                if (bands[band][0].Length > from)
                {
                    var rows = bands[band].Select(r => r[from..Math.Min(from + width, r.Length)]).ToArray();
                    rowGroups.AddRange(Cut(new PackedRun(group, band, rows)));
                }
            }

            yield return new PackedTile(rowGroups);
        }
    }

    /// <summary>What is left of a row, packed leftward.</summary>
    private PackedCell[] Leftward(int group, int row) =>
        [.. Enumerable.Range(0, mask.Shape.Columns).Where(c => mask.KeepsBlock(group, row / mask.BlockHeight, c / mask.BlockWidth)).Select(c => new PackedCell(group, row, c, 0, 1))];

    private IEnumerable<RowGroup> Cut(PackedRun run)
    {
        for (var first = 0; first < run.Cells.Count; first += groupRows)
        {
            yield return new RowGroup(run, first / groupRows, [.. run.Cells.Skip(first).Take(groupRows)], Index, mask.Shape.Columns);
        }
    }
}
