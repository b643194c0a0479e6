using System.Collections.Immutable;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Literal;

/// <summary>CIM-MLC-style compilation: the largest pieces fill segments in order, every array computes, and copies are blind to what loading them costs.</summary>
internal sealed class LiteralBaseline(DualModeChip chip, ICostModel model, bool copiesProducts)
{
    /// <summary>Cycles of a chain of pieces.</summary>
    public double Cycles(IEnumerable<Piece> pieces) => Segments(pieces).Sum(s => BaselinePlanner.AllComputing(s, Copies(s), model).Total);

    private IEnumerable<ImmutableArray<Piece>> Segments(IEnumerable<Piece> pieces)
    {
        var open = ImmutableArray.CreateBuilder<Piece>();
        var tiles = 0L;
        foreach (var piece in pieces)
        {
            if (tiles + piece.Tiles.Count > chip.Arrays)
            {
                yield return open.ToImmutable();
                open.Clear();
                tiles = 0;
            }

            open.Add(piece);
            tiles += piece.Tiles.Count;
        }

        yield return open.ToImmutable();
    }

    private int[] Copies(ImmutableArray<Piece> pieces)
    {
        var may = pieces.Select(p => copiesProducts || p.Operator.Convolution is not null).ToArray();
        return Duplication.Balanced(pieces, Duplication.Knapsack(pieces, may, chip.Arrays, model), model);
    }
}
