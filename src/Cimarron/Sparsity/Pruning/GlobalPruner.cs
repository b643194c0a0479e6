using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Spends one budget of full blocks over all layers: blocks with the least loss per weight go first, whatever layer they are in.</summary>
internal static class GlobalPruner
{
    /// <summary>A mask per candidate; null where it stays dense. Every layer keeps its best block.</summary>
    public static LayerMask?[] Prune(IReadOnlyList<PruneCandidate> candidates, FlexBlock pattern, PruneCriterion criterion)
    {
        var choices = candidates.Select(c => c.Weights is { } w && pattern.Intra is { } intra ? IntraPruner.Choose(w, intra, criterion) : null).ToArray();
        if (pattern.Full is not { } full)
        {
            return [.. candidates.Select((c, i) => c.Weights is { } w ? new LayerMask(w.Shape, pattern, null, choices[i]) : null)];
        }

        var losses = candidates.Select((c, i) => c.Weights is { } w ? Means(w, pattern, criterion, pattern.IsIntraFirst ? choices[i] : null) : []).ToArray();
        var all = losses.SelectMany(l => l).ToArray();
        var kept = LeastSelector.Remaining(all, all.LongLength - full.Kept(all.LongLength));
        var masks = new LayerMask?[candidates.Count];
        for (int i = 0, start = 0; i < candidates.Count; start += losses[i++].Length)
        {
            if (candidates[i].Weights is { } weights)
            {
                masks[i] = new LayerMask(weights.Shape, pattern, Bits(kept, start, losses[i]), choices[i]);
            }
        }

        return masks;
    }

    /// <summary>Loss per weight of every block, so that blocks of different sizes compare.</summary>
    private static double[] Means(WeightMatrix weights, FlexBlock pattern, PruneCriterion criterion, uint[]? choices)
    {
        var losses = Pruner.Losses(weights, pattern, criterion, choices);
        var grid = new BlockGrid(weights.Shape, pattern);
        for (var i = 0; i < losses.Length; i++)
        {
            losses[i] /= grid.WeightsOf(i);
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
