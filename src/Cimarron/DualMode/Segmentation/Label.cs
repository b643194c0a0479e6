using Cimarron.DualMode.Allocation;

namespace Cimarron.DualMode.Segmentation;

/// <summary>The best way found to reach a state at a cut, with so many arrays in memory mode.</summary>
internal sealed class Label
{
    /// <summary>Cycles so far.</summary>
    public required double Cost { get; init; }

    /// <summary>Arrays in memory mode. Arrays switch no earlier than they must, which is never dearer.</summary>
    public required int Memory { get; init; }

    /// <summary>Memory arrays that the last segment used; decides the write-back in the paper's model.</summary>
    public int Used { get; init; }

    public required Bits128 State { get; init; }

    public Label? Parent { get; init; }

    /// <summary>Whether it begins a pass through a block; its parent then ends the one before.</summary>
    public bool IsEntry { get; init; }

    public Edge? Edge { get; init; }

    public SegmentAllocation? Allocation { get; init; }

    public SegmentProblem? Problem { get; init; }

    /// <summary>Cycles of the cheapest of some labels; infinite if there are none.</summary>
    public static double Cheapest(List<Label> labels)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i < labels.Count; i++)
        {
            least = Math.Min(least, labels[i].Cost);
        }

        return least;
    }
}
