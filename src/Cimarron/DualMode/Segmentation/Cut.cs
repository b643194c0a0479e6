using System.Collections.Immutable;

namespace Cimarron.DualMode.Segmentation;

/// <summary>A place in the order of pieces where a segment may end: before an operator, or between two runs of its pieces.</summary>
internal sealed class Cut
{
    /// <summary>Position in the block's list of cuts; edges lead to larger ones.</summary>
    public required int Index { get; init; }

    /// <summary>The operator that comes next or is going on.</summary>
    public required int Operator { get; init; }

    /// <summary>The chunking that is going on; −1 before an operator.</summary>
    public required int Chunking { get; init; }

    /// <summary>The run that comes next.</summary>
    public required int Run { get; init; }

    /// <summary>Tensors that exist here and are used later, ascending.</summary>
    public required ImmutableArray<int> Live { get; init; }

    /// <summary>Bytes of all tensors that exist here and are used later.</summary>
    public required long LiveBytes { get; init; }

    /// <summary>Segments that begin here.</summary>
    public List<Edge> Edges { get; } = [];

    /// <summary>States and the ways to reach them.</summary>
    public Dictionary<UInt128, List<Label>> Labels { get; } = [];

    /// <summary>The labels of a state; a new list when there are none yet.</summary>
    public List<Label> At(UInt128 state) => Labels.TryGetValue(state, out var labels) ? labels : Labels[state] = [];

    /// <summary>Keeps a label unless another one of its state is as good even after switching to its number of memory arrays; drops those it beats.</summary>
    public void Offer(Label label, SwitchTimes switching)
    {
        var labels = At(label.State);
        if (switching.Admits(labels, label.Cost, label.Memory, label.Used))
        {
            labels.Add(label);
        }
    }

    /// <summary>Where a tensor is in a state; external when it is not live.</summary>
    public Residency Of(UInt128 state, int tensor) => At(state, PositionOf(tensor));

    /// <summary>Where the live tensor at a position is in a state; external for −1.</summary>
    public static Residency At(UInt128 state, int position) => position < 0 ? Residency.External : (Residency)(int)((state >> (2 * position)) & 3);

    /// <summary>The position of a tensor among the live ones, −1 if it is not live.</summary>
    public int PositionOf(int tensor) => Math.Max(-1, Live.BinarySearch(tensor));
}
