using System.Numerics;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Reads masks from the zeros of weights.</summary>
internal static class MaskReader
{
    /// <summary>What the zeros of a layer keep of a pattern.</summary>
    /// <exception cref="DiagnosticException">An intra block has more weights than its pattern allows, or others.</exception>
    public static LayerMask Read(WeightMatrix weights, FlexBlock pattern, string source)
    {
        var choices = pattern.Intra is { } intra ? Choices(weights, intra, source) : null;
        if (pattern.Full is null)
        {
            return new LayerMask(weights.Shape, pattern, null, choices);
        }

        // A block is kept if removing it would lose anything.
        var losses = Pruner.Losses(weights, pattern, PruneCriterion.L1, null);
        return new LayerMask(weights.Shape, pattern, LeastSelector.Remaining(losses, losses.LongCount(l => l == 0)), choices);
    }

    private static uint[] Choices(WeightMatrix weights, IntraBlock intra, string source)
    {
        var shape = weights.Shape;
        var blocks = intra.BlocksIn(shape.Rows);
        var choices = new uint[checked((long)shape.Groups * blocks * shape.Columns)];
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var row = 0; row < shape.Rows; row++)
            {
                var values = weights.Row(group, row);
                var target = choices.AsSpan((group * blocks + row / intra.Rows) * shape.Columns, shape.Columns);
                for (var column = 0; column < values.Length; column++)
                {
                    target[column] |= values[column] == 0 ? 0 : 1u << row % intra.Rows;
                }
            }
        }

        for (var i = 0; i < choices.Length; i++)
        {
            choices[i] = Covering(choices[i], intra) ?? throw new DiagnosticException(Diagnostic.Error(
                "CIM0906", $"the weights do not follow {intra.Kept}:{intra.Rows}: column {i % shape.Columns}, rows from {i / shape.Columns % blocks * intra.Rows} keep others", source, field: $"operator '{shape.Name}'",
                hint: "prune the model with this pattern first"));
        }

        return choices;
    }

    /// <summary>The first mask with all these rows: where weights of kept rows are zero themselves, several fit.</summary>
    private static uint? Covering(uint rows, IntraBlock intra)
    {
        if (intra.Masks.IsEmpty)
        {
            return BitOperations.PopCount(rows) <= intra.Kept ? rows : null;
        }

        foreach (var mask in intra.Masks)
        {
            if ((rows & ~mask) == 0)
            {
                return mask;
            }
        }

        return null;
    }
}
