namespace Cimarron.DualMode.Segmentation;

/// <summary>The tensors of a segment, and where they stand among those that are live at its cuts.</summary>
internal sealed class EdgeLinks
{
    public EdgeLinks(Edge edge, SegmentTraffic traffic)
    {
        var (from, to) = (edge.From, edge.To);
        Traffic = traffic;
        (UseBefore, UseAfter) = (new int[traffic.Uses.Length], new int[traffic.Uses.Length]);
        for (var i = 0; i < UseBefore.Length; i++)
        {
            (UseBefore[i], UseAfter[i]) = (from.PositionOf(traffic.Uses[i].Tensor), to.PositionOf(traffic.Uses[i].Tensor));
        }

        (LiveBefore, LiveUse) = (new int[to.Live.Length], new int[to.Live.Length]);
        for (var i = 0; i < LiveBefore.Length; i++)
        {
            (LiveBefore[i], LiveUse[i]) = (from.PositionOf(to.Live[i]), traffic.IndexOf(to.Live[i]));
        }

        StationaryBefore = new int[traffic.Stationary.Length];
        for (var i = 0; i < StationaryBefore.Length; i++)
        {
            StationaryBefore[i] = traffic.Stationary[i] < 0 ? -1 : from.PositionOf(traffic.Stationary[i]);
        }
    }

    public SegmentTraffic Traffic { get; }

    /// <summary>For each use, the tensor's position among the live tensors of <see cref="Edge.From"/>; −1 if it is not.</summary>
    public int[] UseBefore { get; }

    /// <summary>For each use, the tensor's position among the live tensors of <see cref="Edge.To"/>; −1 if it is not.</summary>
    public int[] UseAfter { get; }

    /// <summary>For each tensor live at <see cref="Edge.To"/>, its position at <see cref="Edge.From"/>; −1 if it is born.</summary>
    public int[] LiveBefore { get; }

    /// <summary>For each tensor live at <see cref="Edge.To"/>, its use; −1 if it only waits.</summary>
    public int[] LiveUse { get; }

    /// <summary>For each piece, the position of its stationary operand at <see cref="Edge.From"/>; −1 for weights.</summary>
    public int[] StationaryBefore { get; }

    /// <summary>The pieces that compute with the arrays that their stationary operands lie in: bits that follow those of the uses.</summary>
    public Bits128 InPlace(Bits128 state)
    {
        var pieces = default(Bits128);
        for (var i = 0; i < StationaryBefore.Length; i++)
        {
            if (Cut.At(state, StationaryBefore[i]) == Residency.InPlace)
            {
                pieces = pieces.With(UseBefore.Length + i);
            }
        }

        return pieces;
    }
}
