using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Allocation;

/// <summary>
/// Memory arrays by Eqs. 6–8 of CMSwitch: each operator has its own, at most as many as its input and output fill, and arrays with the output of one operator may be the input arrays
/// of its consumer, at most as many as the tensor between them fills.
/// </summary>
internal static class PaperMemory
{
    public static ImmutableArray<TensorArrays> Of(DualNetwork network, DualModeChip chip, ImmutableArray<Piece> pieces)
    {
        var memory = ImmutableArray.CreateBuilder<TensorArrays>();
        for (var i = 0; i < pieces.Length; i++)
        {
            var op = pieces[i].Operator;
            if (!op.IsMatrix)
            {
                continue;
            }

            var own = Arrays(network.Tensors[op.Input].Bytes + pieces[i].ResultElements, chip);
            memory.Add(new TensorArrays([i], 0, own));
            for (var j = i + 1; j < pieces.Length; j++)
            {
                if (pieces[j].Operator.IsMatrix && Shared(network, op, pieces[j].Operator) is > 0 and var bytes)
                {
                    memory.Add(new TensorArrays([i, j], 0, Arrays(bytes, chip)));
                }
            }
        }

        return memory.ToImmutable();
    }

    /// <summary>Bytes that an operator delivers to another, directly or through vector operators between them.</summary>
    private static long Shared(DualNetwork network, DualOperator producer, DualOperator consumer) =>
        producer.Results.Where(t => t == consumer.Input || consumer.SideInputs.Contains(t)).Select(t => network.Tensors[t].Bytes).DefaultIfEmpty(0).Max();

    private static int Arrays(long bytes, DualModeChip chip) => (int)Math.Min(chip.Arrays, (bytes + chip.ArrayBytes - 1) / chip.ArrayBytes);
}
