using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Reads the plan off the labels.</summary>
internal static class PlanReader
{
    public static Plan Read(DualNetwork network, DualModeChip chip, ICostModel model, ImmutableArray<Tiling?> tilings, IReadOnlyList<BlockPasses> passes)
    {
        var label = passes[^1].Exit.MinBy(l => l.Cost)!;
        var cycles = label.Cost;
        var blocks = new List<PlannedBlock>();
        for (var i = passes.Count - 1; i >= 0; i--)
        {
            var exits = passes[i].Trace(label, out var entered);
            exits.Reverse();
            blocks.Add(new PlannedBlock(passes[i].Block, Iterations(exits)));
            label = entered.Parent ?? entered;
        }

        blocks.Reverse();
        return new Plan { Network = network, Chip = chip, Model = model, Tilings = tilings, Blocks = [.. blocks], Cycles = cycles };
    }

    private static ImmutableArray<PlannedIterations> Iterations(List<Label> exits)
    {
        var result = ImmutableArray.CreateBuilder<PlannedIterations>();
        Label? previous = null;
        foreach (var exit in exits)
        {
            if (ReferenceEquals(exit, previous))
            {
                result[^1] = result[^1] with { Count = result[^1].Count + 1 };
            }
            else
            {
                result.Add(new PlannedIterations(1, Segments(exit)));
            }

            previous = exit;
        }

        return result.ToImmutable();
    }

    /// <summary>The segments on the way to a label, back to the entry of its pass.</summary>
    private static ImmutableArray<PlannedSegment> Segments(Label label)
    {
        var segments = new List<PlannedSegment>();
        for (var at = label; at is { Parent: { } before } && !at.IsEntry; at = before)
        {
            if (at.Edge is { } edge)
            {
                segments.Add(Segment(edge, before, at));
            }
        }

        segments.Reverse();
        return [.. segments];
    }

    private static PlannedSegment Segment(Edge edge, Label before, Label after)
    {
        var allocation = after.Allocation!;
        var arrays = ImmutableSortedDictionary.CreateBuilder<int, int>();
        for (var i = 0; i < allocation.Memory.Length && i < edge.Links.Traffic.Uses.Length; i++)
        {
            if (allocation.Memory[i] > 0)
            {
                arrays[edge.Links.Traffic.Uses[i].Tensor] = allocation.Memory[i];
            }
        }

        return new PlannedSegment
        {
            Pieces = edge.Pieces,
            Count = edge.Count,
            Allocation = allocation,
            Problem = after.Problem,
            TensorArrays = arrays.ToImmutable(),
            Traffic = edge.Links.Traffic,
            Before = Places(edge.From, before.State),
            After = Places(edge.To, after.State),
            MemoryArrays = after.Memory,
            Cycles = after.Cost - before.Cost,
        };
    }

    private static ImmutableSortedDictionary<int, Residency> Places(Cut cut, Bits128 state) => cut.Live
        .Select(t => (Tensor: t, Place: cut.Of(state, t)))
        .Where(t => t.Place != Residency.External)
        .ToImmutableSortedDictionary(t => t.Tensor, t => t.Place);
}
