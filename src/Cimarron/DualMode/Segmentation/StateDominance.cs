using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>
/// Which labels of a cut are superfluous because another state does as well. A state that lacks tensors in arrays can do whatever one that has them does, if it loads each of them when it is first read;
/// tensors that are used in place it loads as weights. What that costs at most is what the other state can be worth.
/// </summary>
internal sealed class StateDominance(DualNetwork network, TensorSizes sizes, IReadOnlyList<ImmutableArray<Chunking>> chunkings, ICostModel model, SwitchTimes switching)
{
    /// <summary>Drops the superfluous labels.</summary>
    public void Prune(Cut cut)
    {
        if (cut.Labels.Count < 2)
        {
            return;
        }

        var worth = Worth(cut);
        var labels = new List<Label>();
        for (var i = 0; i < cut.Labels.Count; i++)
        {
            cut.Labels.ValueAt(i).AddTo(labels);
        }

        labels.Sort((a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : Bits128.Order(a.State, b.State));
        var (kept, count) = (new Label[labels.Count], 0);
        foreach (var label in labels)
        {
            if (IsBeaten(label, kept.AsSpan(0, count), worth))
            {
                cut.Remove(label);
            }
            else
            {
                kept[count++] = label;
            }
        }
    }

    private bool IsBeaten(Label label, ReadOnlySpan<Label> others, double[] worth)
    {
        foreach (var other in others)
        {
            if (Beats(other, label, worth))
            {
                return true;
            }
        }

        return false;
    }

    private bool Beats(Label one, Label other, double[] worth)
    {
        var cost = one.Cost + switching.Between(one.Memory, other.Memory);
        for (var position = 0; position < worth.Length && cost <= other.Cost; position++)
        {
            var (here, there) = (Cut.At(one.State, position), Cut.At(other.State, position));
            if (here != there)
            {
                // A copy outside is no burden once there is nothing left to write.
                var isFree = here == Residency.Both && there == Residency.Arrays && double.IsFinite(worth[position]);
                cost += isFree ? 0 : here == Residency.External ? worth[position] : double.PositiveInfinity;
            }
        }

        return cost <= other.Cost;
    }

    /// <summary>For each live tensor, the cycles that having it in arrays can save; of one that is not complete nothing is known.</summary>
    private double[] Worth(Cut cut) => [.. cut.Live.Select(t =>
        !sizes.IsComplete(t, cut.Operator) ? double.PositiveInfinity
        : !sizes.MayStayInPlace(t) ? model.ExternalTime(network.Tensors[t].Bytes)
        : model.ReloadTime([chunkings[network.Tensors[t].StationaryOf].First(c => c.IsWhole).Runs[0].Piece], [1]))];
}
