using System.Collections.Immutable;

namespace Cimarron.DualMode.Segmentation;

/// <summary>A place in the order of pieces where a segment may end: before an operator, or between two runs of its pieces.</summary>
internal sealed class Cut
{
    /// <summary>Values of <see cref="Residency"/>.</summary>
    public const int Places = 4;

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

    /// <summary>The position of the live tensor whose place the bounds take into account, the largest one that may be in arrays; −1 if there is none.</summary>
    public required int Tracked { get; init; }

    /// <summary>A bit for every place where it can be.</summary>
    public required int TrackedPlaces { get; init; }

    /// <summary>Bytes of all tensors that exist here and are used later.</summary>
    public required long LiveBytes { get; init; }

    /// <summary>Segments that begin here.</summary>
    public List<Edge> Edges { get; } = [];

    /// <summary>States and the ways to reach them.</summary>
    public StateMap<StateLabels> Labels { get; } = new();

    /// <summary>The labels of a state; a new list when there are none yet.</summary>
    public StateLabels At(Bits128 state)
    {
        var labels = Labels.Find(state);
        if (labels is null)
        {
            Labels.Add(state, labels = new StateLabels());
        }

        return labels;
    }

    /// <summary>The labels of all states that have some, by state.</summary>
    public List<StateLabels> Ordered()
    {
        var states = new List<StateLabels>(Labels.Count);
        for (var i = 0; i < Labels.Count; i++)
        {
            if (Labels.ValueAt(i).Count > 0)
            {
                states.Add(Labels.ValueAt(i));
            }
        }

        states.Sort((a, b) => Bits128.Order(a.State, b.State));
        return states;
    }

    /// <summary>Keeps a label unless another one of its state is as good even after switching to its number of memory arrays; drops those it beats.</summary>
    public void Offer(Label label, SwitchTimes switching)
    {
        var labels = At(label.State);
        if (labels.Admits(switching, label.Cost, label.Memory, label.Used))
        {
            labels.Add(label);
        }
    }

    /// <summary>A tensor that also lies outside can be dropped from its arrays for free.</summary>
    public void Drop(SwitchTimes switching)
    {
        var pending = new List<Label>();
        for (var i = 0; i < Labels.Count; i++)
        {
            var labels = Labels.ValueAt(i);
            if (labels.Count > 0 && labels.State.HasPair((int)Residency.Both))
            {
                labels.AddTo(pending);
            }
        }

        for (var position = 0; position < Live.Length && pending.Count > 0; position++)
        {
            var count = pending.Count;
            for (var i = 0; i < count; i++)
            {
                var label = pending[i];
                if (At(label.State, position) == Residency.Both)
                {
                    var dropped = new Label { Cost = label.Cost, Memory = label.Memory, Used = label.Used, State = label.State.WithPair(position, (int)Residency.External), Parent = label };
                    Offer(dropped, switching);
                    pending.Add(dropped);
                }
            }
        }
    }

    /// <summary>Forgets a label.</summary>
    public void Remove(Label label) => At(label.State).Remove(label);

    /// <summary>Where a tensor is in a state; external when it is not live.</summary>
    public Residency Of(Bits128 state, int tensor) => At(state, PositionOf(tensor));

    /// <summary>Where the live tensor at a position is in a state; external for −1.</summary>
    public static Residency At(Bits128 state, int position) => position < 0 ? Residency.External : (Residency)state.Pair(position);

    /// <summary>Whether the tracked tensor can be in a place; without one, only the first is used.</summary>
    public bool CanTrack(int place) => (TrackedPlaces & (1 << place)) != 0;

    /// <summary>Where the tracked tensor is in a state.</summary>
    public int PlaceOfTracked(Bits128 state) => (int)At(state, Tracked);

    /// <summary>The position of a tensor among the live ones, −1 if it is not live.</summary>
    public int PositionOf(int tensor) => Math.Max(-1, Live.BinarySearch(tensor));
}
