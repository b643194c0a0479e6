using System.Collections.Immutable;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Lowering;

/// <summary>A way to run an operator in pieces, in order. Runs of alike pieces are kept once.</summary>
/// <param name="Runs">Pieces and how many alike follow each other; the first and the last piece stand alone.</param>
public sealed record Chunking(ImmutableArray<PieceRun> Runs)
{
    /// <summary>Whether the operator runs at once.</summary>
    public bool IsWhole => Runs is [{ Count: 1 }];

    /// <summary>
    /// Every way to divide an operator: a whole number of tile columns per piece as long as one tile column fits the chip (no partial sums), otherwise a number of tile rows of one tile column.
    /// Pieces of grouped operators hold whole groups, or a part of one: a group is cut into the fewest even parts, or up to three parts more.
    /// </summary>
    /// <param name="op">The operator.</param>
    /// <param name="tiling">Its tiling; null for a vector operator.</param>
    /// <param name="arrays">Arrays of the chip.</param>
    /// <param name="isGreedy">Only the fewest pieces, as even as they can be.</param>
    public static ImmutableArray<Chunking> All(DualOperator op, Tiling? tiling, int arrays, bool isGreedy)
    {
        if (tiling is null)
        {
            return [new Chunking([new PieceRun(PieceMaker.Vector(op), 1)])];
        }

        var maker = new PieceMaker(op, tiling);
        if (tiling.TileRows > arrays)
        {
            // Sizes that give as many pieces differ in the last one, which leaves more or less room for the next operator.
            var rows = isGreedy ? [Even(tiling.TileRows, arrays)] : Enumerable.Range(1, arrays);
            return [.. rows.Select(r => new Chunking(Alike(maker.ByRows(r))))];
        }

        var all = tiling.Packs * tiling.TileColumns;
        var most = Math.Min(all, arrays / tiling.TileRows);
        var sizes = tiling.Packs == 1 ? [.. Enumerable.Range(1, most)] : GroupSizes(tiling.TileColumns, most);
        var useful = most == all ? [all] : isGreedy ? [sizes.First(s => s >= Even(all, sizes[^1]))] : sizes;
        return [.. useful.Select(s => new Chunking(Alike(maker.ByColumns(s))))];
    }

    /// <summary>The ways to divide every operator of a network.</summary>
    public static ImmutableArray<ImmutableArray<Chunking>> All(DualNetwork network, ImmutableArray<Tiling?> tilings, int arrays, bool isGreedy) =>
        [.. network.Operators.Select(o => All(o, tilings[o.Index], arrays, isGreedy))];

    /// <summary>Tile columns of the pieces of an operator with several groups of so many tile columns each, ascending.</summary>
    private static int[] GroupSizes(int columns, int most)
    {
        var fewest = (columns + most - 1) / most;
        var parts = Enumerable.Range(Math.Max(2, fewest), 4).Select(n => (columns + n - 1) / n).Where(s => s < columns);
        return [.. parts.Concat(Enumerable.Range(1, most / columns).Select(g => g * columns)).Distinct().Order()];
    }

    /// <summary>The size of pieces that are as few as possible and even.</summary>
    private static int Even(int total, int most)
    {
        var count = (total + most - 1) / most;
        return (total + count - 1) / count;
    }

    /// <summary>Pieces in order as runs of alike ones; the first and the last stay alone.</summary>
    private static ImmutableArray<PieceRun> Alike(IEnumerable<Piece> pieces)
    {
        var runs = ImmutableArray.CreateBuilder<PieceRun>();
        foreach (var piece in pieces)
        {
            if (runs.Count > 1 && !piece.IsLast && IsAlike(runs[^1].Piece, piece))
            {
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            }
            else
            {
                runs.Add(new PieceRun(piece, 1));
            }
        }

        return runs.ToImmutable();
    }

    private static bool IsAlike(Piece a, Piece b) => a.Tiles.Count == b.Tiles.Count && a.Features.Count == b.Features.Count && a.IsFinished == b.IsFinished && a.HasEarlierRows == b.HasEarlierRows
        && a.WeightElements == b.WeightElements && a.IndexBits == b.IndexBits && a.StreamedElements == b.StreamedElements;
}
