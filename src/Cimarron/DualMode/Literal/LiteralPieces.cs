using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Literal;

/// <summary>Pieces of operators that do not fit: as many of the largest size as there are, and a remainder.</summary>
internal static class LiteralPieces
{
    /// <summary>Sizes tried for divided operators: from all arrays down to half of them in steps of a twelfth.</summary>
    private const int Steps = 12;

    /// <summary>The pieces of an operator.</summary>
    /// <param name="op">The operator; groups are never packed.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="most">Arrays that a piece may take, ≥ 1: whole groups if one fits, otherwise whole tile columns of a group if one fits, otherwise tile rows of a column.</param>
    public static ImmutableArray<Piece> Cut(DualOperator op, DualModeChip chip, int most)
    {
        var tiling = Tiling.Of(op, chip, packsGroups: false);
        var maker = new PieceMaker(op, tiling);
        if (tiling.TileRows > most)
        {
            return [.. maker.ByRows(most)];
        }

        var (columns, group) = (most / tiling.TileRows, tiling.TileColumns);
        return [.. maker.ByColumns(columns < group ? columns : (int)Math.Min((long)group * tiling.Packs, columns / group * group))];
    }

    /// <summary>The pieces whose times, each alone in a segment, have the least sum; the larger ones if two sizes are as good.</summary>
    public static ImmutableArray<Piece> Choose(DualOperator op, DualModeChip chip, LiteralAllocator allocator)
    {
        var (best, pieces) = (double.PositiveInfinity, Cut(op, chip, chip.Arrays));
        if (pieces.Length == 1)
        {
            return pieces;
        }

        for (var step = Steps; step >= Steps / 2; step--)
        {
            var tried = Cut(op, chip, (int)Math.Max(1, (long)chip.Arrays * step / Steps));
            var cycles = tried.Sum(p => allocator.Best([p], usesMemory: true).Total);
            if (cycles < best * (1 - 1e-12))
            {
                (best, pieces) = (cycles, tried);
            }
        }

        return pieces;
    }
}
