using System.Numerics;
using Cimarron.DualMode;
using Cimarron.DualMode.Lowering;

namespace Cimarron.Tests.DualMode.Exhaustive;

/// <summary>A part of an operator that runs in one segment, as the exhaustive searches see it. At most 64 features.</summary>
internal sealed record OwnPiece(DualOperator Operator, int Tiles, ulong Features, bool IsFinished, bool HasEarlierRows, bool IsFirst, bool IsLast, long Weights, long Streamed)
{
    public bool IsWhole => IsFirst && IsLast;

    public int Columns => BitOperations.PopCount(Features);

    public static ulong Mask(int count) => count == 64 ? ulong.MaxValue : (1UL << count) - 1;

    /// <summary>
    /// Every way to run an operator: at once if it fits the chip; otherwise some tile columns at a time if one of them fits, else some tile rows of one tile column at a time.
    /// </summary>
    public static List<OwnPiece[]> WaysToRun(DualOperator op, DualModeChip chip)
    {
        if (!op.IsMatrix)
        {
            return [[new OwnPiece(op, 0, 0, true, false, true, true, 0, 0)]];
        }

        op.Groups.ShouldBe(1, "the search knows no groups");
        var (rows, columns) = ((op.Reduction + chip.Rows - 1) / chip.Rows, (op.Columns + chip.WeightColumns - 1) / chip.WeightColumns);
        if (rows * columns <= chip.Arrays)
        {
            return [[Part(op, chip, 0, columns, 0, rows)]];
        }

        return rows <= chip.Arrays
            ? [.. Enumerable.Range(1, chip.Arrays / rows).Select(size => Cuts(columns, size).Select(c => Part(op, chip, c.First, c.Count, 0, rows)).ToArray())]
            : [.. Enumerable.Range(1, chip.Arrays).Select(size => Enumerable.Range(0, columns).SelectMany(c => Cuts(rows, size).Select(r => Part(op, chip, c, 1, r.First, r.Count))).ToArray())];
    }

    private static IEnumerable<(int First, int Count)> Cuts(int total, int size)
    {
        for (var first = 0; first < total; first += size)
        {
            yield return (first, Math.Min(size, total - first));
        }
    }

    private static OwnPiece Part(DualOperator op, DualModeChip chip, int column, int columns, int row, int rows)
    {
        var (first, end) = (column * chip.WeightColumns, Math.Min(op.Columns, (column + columns) * chip.WeightColumns));
        var covered = Math.Min(op.Reduction, (row + rows) * chip.Rows) - (row * chip.Rows);
        var (lastRow, lastColumn) = (covered + (row * chip.Rows) == op.Reduction, end == op.Columns);
        return new OwnPiece(
            op, columns * rows, Mask(end) & ~Mask(first), lastRow, row > 0, column == 0 && row == 0, lastRow && lastColumn, (long)covered * (end - first), (long)op.Rows * covered);
    }
}
