using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Spends one budget of full blocks over all layers: blocks with the least loss per weight go first, whatever layer they are in.</summary>
internal static class GlobalPruner
{
    /// <summary>A mask per candidate; null where it stays dense. Every layer keeps its best block.</summary>
    public static LayerMask?[] Prune(IReadOnlyList<PruneCandidate> candidates, FlexBlock pattern, PruneCriterion criterion)
    {
        var open = candidates.Select(c => c.Weights is null ? null : Pruner.Prune(c.Weights, pattern with { Full = null }, criterion)).ToArray();
        if (pattern.Full is not { } full)
        {
            return open;
        }

        var losses = candidates.Select(c => c.Weights is null ? [] : Means(c.Weights, pattern, criterion)).ToArray();
        var all = losses.SelectMany(l => l).ToArray();
        var kept = LeastSelector.Remaining(all, all.LongLength - full.Kept(all.LongLength));
        var masks = new LayerMask?[candidates.Count];
        for (int i = 0, start = 0; i < candidates.Count; start += losses[i++].Length)
        {
            if (candidates[i].Weights is { } weights)
            {
                masks[i] = new LayerMask(weights.Shape, pattern, Bits(kept, start, losses[i]), pattern.Intra is null ? null : IntraPruner.Choose(weights, pattern.Intra, criterion));
            }
        }

        return masks;
    }

    /// <summary>Loss per weight of every block, so that blocks of different sizes compare.</summary>
    private static double[] Means(WeightMatrix weights, FlexBlock pattern, PruneCriterion criterion)
    {
        var choices = pattern is { IsIntraFirst: true, Intra: { } intra } ? IntraPruner.Choose(weights, intra, criterion) : null;
        var losses = Pruner.Losses(weights, pattern, criterion, choices);
        var shape = weights.Shape;
        var height = pattern.Full!.Rows.Resolve(shape.Rows, shape.ChannelRows);
        var width = pattern.Full.Columns.Resolve(shape.Columns, shape.ChannelRows);
        var (down, across) = ((shape.Rows + height - 1) / height, (shape.Columns + width - 1) / width);
        for (var i = 0; i < losses.Length; i++)
        {
            var (row, column) = (i / across % down, i % across);
            losses[i] /= (double)Math.Min(height, shape.Rows - row * height) * Math.Min(width, shape.Columns - column * width);
        }

        return losses;
    }

    /// <summary>The bits of one layer; the block with the largest loss stays if no other does.</summary>
    private static ulong[] Bits(ulong[] kept, int start, double[] losses)
    {
        var bits = new ulong[(losses.Length + 63) / 64];
        for (var i = 0; i < losses.Length; i++)
        {
            var at = start + i;
            bits[i >> 6] |= (kept[at >> 6] >> (at & 63) & 1) << (i & 63);
        }

        if (bits.All(b => b == 0))
        {
            var best = Array.IndexOf(losses, losses.Max());
            bits[best >> 6] |= 1UL << (best & 63);
        }

        return bits;
    }
}
