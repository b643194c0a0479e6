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

    private static PlannedSegment Segment(Edge edge, Label before, Label after) => new()
    {
        Pieces = edge.Pieces,
        Count = edge.Count,
        Allocation = after.Allocation!,
        Problem = after.Problem,
        Traffic = edge.Links.Traffic,
        Before = new TensorPlaces(edge.From, before.State),
        After = new TensorPlaces(edge.To, after.State),
        MemoryArrays = after.Memory,
        Cycles = after.Cost - before.Cost,
    };
}
