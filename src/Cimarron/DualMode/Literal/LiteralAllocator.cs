using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Literal;

/// <summary>The one allocation that the literal reading keeps of a segment.</summary>
internal sealed class LiteralAllocator(DualModeChip chip, ICostModel model)
{
    /// <summary>
    /// The allocation with the least T_intra + T_rw. A piece has at most as many memory arrays as its input and its output fill, and may share those of its output with the next piece (Eq. 6).
    /// </summary>
    /// <param name="pieces">Consecutive pieces of the chain, which fit the chip.</param>
    /// <param name="usesMemory">Whether arrays may be memory.</param>
    public SegmentAllocation Best(ImmutableArray<Piece> pieces, bool usesMemory)
    {
        var own = pieces.Select(p => usesMemory ? Reach(p) : 0).ToArray();
        var memory = ImmutableArray.CreateBuilder<TensorArrays>();
        for (var i = 0; i < pieces.Length && usesMemory; i++)
        {
            memory.Add(new TensorArrays([i], 0, own[i]));
            if (i + 1 < pieces.Length)
            {
                memory.Add(new TensorArrays([i, i + 1], 0, Arrays(pieces[i].ResultElements, 1)));
            }
        }

        var problem = new SegmentProblem
        {
            Pieces = pieces,
            MostCopies = [.. pieces.Select(p => Math.Min(p.Operator.Rows, chip.Arrays / p.Tiles.Count))],
            IsLoaded = [.. pieces.Select(_ => true)],
            Memory = memory.ToImmutable(),
            Arrays = chip.Arrays,
        };
        return ParametricAllocator.Useful(problem, model, 0, new SegmentTimes(pieces, new TimeTables(model, chip.Arrays), own))[0];
    }

    /// <summary>Arrays that a piece's share of the input tensor and its own columns of the output fill.</summary>
    private int Reach(Piece piece)
    {
        var op = piece.Operator;
        var all = (Int128)op.Rows * op.Reduction * op.Groups;
        return Arrays(((Int128)LiteralBlock.InputElements(op) * piece.StreamedElements) + (piece.ResultElements * all), all);
    }

    private int Arrays(Int128 elements, Int128 parts)
    {
        var (bits, size) = (elements * chip.ActivationBits, parts * chip.ArrayBytes * 8);
        return (int)Int128.Min(chip.Arrays, (bits + size - 1) / size);
    }
}
