using System.Collections.Immutable;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Lowering;

/// <summary>Makes the pieces of one matrix operator.</summary>
internal sealed class PieceMaker(DualOperator op, Tiling tiling)
{
    public static Piece Vector(DualOperator op) => new()
    {
        Operator = op,
        Tiles = new Part(0, 0),
        Features = new Part(0, 0),
        IsFinished = true,
        HasEarlierRows = false,
        IsFirst = true,
        IsLast = true,
        WeightElements = 0,
        StreamedElements = 0,
    };

    /// <summary>Pieces of so many tile columns, all tile rows each. A piece smaller than a group ends with the group.</summary>
    public IEnumerable<Piece> ByColumns(int size)
    {
        var total = tiling.Packs * tiling.TileColumns;
        for (var first = 0; first < total; first += SizeAt(first, size, total))
        {
            yield return Columns(first, SizeAt(first, size, total), total);
        }
    }

    private int SizeAt(int first, int size, int total) =>
        Math.Min(size, size < tiling.TileColumns ? tiling.TileColumns - (first % tiling.TileColumns) : total - first);

    /// <summary>Pieces of so many tile rows of one tile column.</summary>
    public IEnumerable<Piece> ByRows(int size)
    {
        var columns = tiling.Packs * tiling.TileColumns;
        for (var column = 0; column < columns; column++)
        {
            for (var first = 0; first < tiling.TileRows; first += size)
            {
                yield return Rows(column, first, Math.Min(size, tiling.TileRows - first), columns);
            }
        }
    }

    private Piece Columns(int first, int count, int total)
    {
        var start = FeatureOf(first);
        var features = new Part(start, FeatureOf(first + count) - start);
        var groups = ((first + count - 1) / tiling.TileColumns) - (first / tiling.TileColumns) + 1;
        var covered = tiling.GroupsPerTile == 1 ? groups : features.Count / op.Columns;
        return new Piece
        {
            Operator = op,
            Tiles = new Part(first * tiling.TileRows, count * tiling.TileRows),
            Features = features,
            IsFinished = true,
            HasEarlierRows = false,
            IsFirst = first == 0,
            IsLast = first + count == total,
            WeightElements = (long)op.StoredRows * (StoredUpTo(first + count) - StoredUpTo(first)),
            IndexBits = IndexBits(first, count, 0, tiling.TileRows),
            StreamedElements = checked((long)op.Rows * Moved(op.StoredRows) * covered),
        };
    }

    private Piece Rows(int column, int firstRow, int rows, int columns)
    {
        var start = FeatureOf(column);
        var features = new Part(start, FeatureOf(column + 1) - start);
        var covered = RowsUpTo(firstRow + rows) - RowsUpTo(firstRow);
        var isFinished = firstRow + rows == tiling.TileRows;
        return new Piece
        {
            Operator = op,
            Tiles = new Part((column * tiling.TileRows) + firstRow, rows),
            Features = features,
            IsFinished = isFinished,
            HasEarlierRows = firstRow > 0,
            IsFirst = column == 0 && firstRow == 0,
            IsLast = column == columns - 1 && isFinished,
            WeightElements = (long)covered * (StoredUpTo(column + 1) - StoredUpTo(column)),
            IndexBits = IndexBits(column, 1, firstRow, rows),
            StreamedElements = checked((long)op.Rows * Moved(covered)),
        };
    }

    /// <summary>Elements of an input vector for some stored rows of a tile column: their share, rounded up.</summary>
    private long Moved(int rows) => op.Packing is { } packing ? (((long)packing.Moved * rows) + packing.Rows - 1) / packing.Rows : rows;

    private int RowsUpTo(int tileRow) => (int)Math.Min(op.StoredRows, (long)tileRow * tiling.ArrayRows);

    /// <summary>Bits of the index of the tiles in some tile columns and tile rows.</summary>
    private long IndexBits(int column, int columns, int row, int rows)
    {
        if (op.Packing is not { IndexBits: > 0 and var all })
        {
            return 0;
        }

        long bits = 0;
        for (var c = column; c < column + columns; c++)
        {
            var width = StoredUpTo(c + 1) - StoredUpTo(c);
            for (var r = row; r < row + rows; r++)
            {
                var weights = (Int128)width * (RowsUpTo(r + 1) - RowsUpTo(r));
                bits += (long)(((all * weights) + op.WeightElements - 1) / op.WeightElements);
            }
        }

        return bits;
    }

    /// <summary>Weight columns that are stored in the tile columns before one.</summary>
    private int StoredUpTo(int column)
    {
        if (tiling.GroupsPerTile > 1)
        {
            return op.StoredColumns * (int)Math.Min(op.Groups, (long)column * tiling.GroupsPerTile);
        }

        var (group, inside) = (column / tiling.TileColumns, column % tiling.TileColumns);
        return (group * op.StoredColumns) + Math.Min(op.StoredColumns, inside * tiling.ArrayColumns);
    }

    /// <summary>The first feature of a tile column.</summary>
    private int FeatureOf(int column)
    {
        if (tiling.GroupsPerTile > 1)
        {
            return Math.Min(op.TotalColumns, column * tiling.GroupsPerTile * op.Columns);
        }

        var (group, inside) = (column / tiling.TileColumns, column % tiling.TileColumns);
        return (group * op.Columns) + Math.Min(op.Columns, inside * tiling.ArrayColumns);
    }
}
