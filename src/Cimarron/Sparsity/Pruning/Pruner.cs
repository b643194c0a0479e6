using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Chooses what a pattern keeps of given weights so that the loss is least (CIMinus, arXiv 2511.16368).</summary>
public static class Pruner
{
    /// <summary>Prunes one layer: of full blocks those with the least loss go; within a block the mask stays that loses least. Of equal blocks the first goes, of equal masks the first stays.</summary>
    /// <param name="weights">The weights, finite.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="criterion">The loss.</param>
    public static LayerMask Prune(WeightMatrix weights, FlexBlock pattern, PruneCriterion criterion)
    {
        var choices = pattern.Intra is { } intra ? IntraPruner.Choose(weights, intra, criterion) : null;
        if (pattern.Full is not { } full)
        {
            return new LayerMask(weights.Shape, pattern, null, choices);
        }

        var losses = Losses(weights, pattern, criterion, pattern.IsIntraFirst ? choices : null);
        return new LayerMask(weights.Shape, pattern, LeastSelector.Remaining(losses, losses.LongLength - full.Kept(losses.LongLength)), choices);
    }

    /// <summary>The loss of every full block.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="pattern">A pattern with full blocks.</param>
    /// <param name="criterion">The loss.</param>
    /// <param name="choices">Rows kept in every intra block, if only those count.</param>
    internal static double[] Losses(WeightMatrix weights, FlexBlock pattern, PruneCriterion criterion, uint[]? choices)
    {
        var shape = weights.Shape;
        var grid = new BlockGrid(shape, pattern);
        var losses = new double[grid.Count];
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var row = 0; row < shape.Rows; row++)
            {
                var sums = losses.AsSpan((int)grid.Index(group, row / grid.Height, 0), grid.Across);
                AddRow(weights.Row(group, row), grid.Width, criterion, Counted(choices, pattern.Intra, shape, group, row), pattern.Intra is { } intra ? row % intra.Rows : 0, sums);
            }
        }

        return losses;
    }

    /// <summary>The loss of one weight.</summary>
    internal static double Loss(float weight, PruneCriterion criterion) => criterion == PruneCriterion.L1 ? Math.Abs((double)weight) : (double)weight * weight;

    private static ReadOnlySpan<uint> Counted(uint[]? choices, IntraBlock? intra, MatrixShape shape, int group, int row)
    {
        if (choices is null)
        {
            return [];
        }

        return choices.AsSpan((group * intra!.BlocksIn(shape.Rows) + row / intra.Rows) * shape.Columns, shape.Columns);
    }

    private static void AddRow(ReadOnlySpan<float> row, int width, PruneCriterion criterion, ReadOnlySpan<uint> choices, int bit, Span<double> sums)
    {
        for (int block = 0, start = 0; start < row.Length; block++, start += width)
        {
            var sum = sums[block];
            for (var column = start; column < Math.Min(start + width, row.Length); column++)
            {
                sum += choices.IsEmpty || (choices[column] >> bit & 1) != 0 ? Loss(row[column], criterion) : 0;
            }

            sums[block] = sum;
        }
    }
}
