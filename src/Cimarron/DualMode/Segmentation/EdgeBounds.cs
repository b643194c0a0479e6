using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>
/// Cycles that segments take at least, whatever happens around them: first a bound that costs next to nothing, and for segments that it does not rule out the best over all choices of tensors that are
/// kept in arrays, each with the bus time of the others and the exact allocation of what is left.
/// </summary>
internal sealed class EdgeBounds(DualNetwork network, DualModeChip chip, TensorSizes sizes, ICostModel model, CompileOptions options, EdgeAllocator allocator, TimeTables tables)
{
    private readonly Dictionary<EdgeShape, EdgeCache> _caches = [];
    private readonly KeptChoices _choices = new(sizes, network.Tensors);
    private readonly QuickBound _quick = new(network, chip, sizes, model, options, tables);

    /// <summary>Sets the cheap bound.</summary>
    public void Begin(Edge edge)
    {
        if (edge.Parts.IsEmpty)
        {
            (edge.Quick, edge.QuickReading, edge.QuickWriting) = (_quick.Of(edge), _quick.OfReading(edge), _quick.OfWriting(edge));
            return;
        }

        foreach (var part in edge.Parts)
        {
            Begin(part);
            edge.Quick += part.Quick;
        }
    }

    /// <summary>The best bound.</summary>
    /// <param name="edge">The segment.</param>
    /// <param name="before">Where the tensor is that is tracked before.</param>
    /// <param name="after">Where the tensor is that is tracked afterwards.</param>
    public double Least(Edge edge, int before, int after)
    {
        ref var least = ref edge.Least[(before * Cut.Places) + after];
        if (least == 0)
        {
            Open(edge);
            least = edge.Parts.IsEmpty ? Find(edge, before, after) : OfParts(edge, before, after);
        }

        return least;
    }

    /// <summary>Looks at a segment closely: joins it to those of its shape.</summary>
    private void Open(Edge edge)
    {
        if (edge.IsOpen || !edge.Parts.IsEmpty)
        {
            return;
        }

        edge.IsOpen = true;
        Share(edge);

        // What is kept is a bit for every tensor and operator; only segments of very many need more bits than there are, and are not considered.
        var isTooWide = options.UsesMemoryMode && edge.Links.Traffic.Uses.Length + edge.Pieces.Length > Bits128.Length;
        edge.LeastTime = isTooWide ? double.PositiveInfinity : edge.Count * allocator.Least(edge);
    }

    /// <summary>After the first part tensors stay where they are.</summary>
    private double OfParts(Edge edge, int before, int after)
    {
        var least = Least(edge.Parts[0], before, after);
        for (var i = 1; i < edge.Parts.Length; i++)
        {
            least += Least(edge.Parts[i], after, after);
        }

        return least;
    }

    /// <summary>Cycles on the bus.</summary>
    public EdgeTraffic BusOf(Edge edge) => edge.Bus ??= new EdgeTraffic(edge, network.Tensors, model);

    /// <summary>Allocations of equal segments are equal, except in the paper's model, where they also depend on the tensors around them.</summary>
    private void Share(Edge edge)
    {
        if (model.KeepsTensors)
        {
            var shape = new EdgeShape(edge, network);
            edge.Cache = _caches.TryGetValue(shape, out var known) ? known : _caches[shape] = edge.Cache;
        }
    }

    /// <summary>The best over what is kept: most is tried with what costs least on the bus, as long as that can pay.</summary>
    private double Find(Edge edge, int before, int after)
    {
        if (!model.KeepsTensors || double.IsInfinity(edge.LeastTime))
        {
            return edge.LeastTime;
        }

        var waiting = Waiting(edge, before, after);
        if (waiting >= chip.Arrays || !CanStand(edge, before, out var loaded))
        {
            return double.PositiveInfinity;
        }

        _choices.Begin(edge, BusOf(edge), before, after);
        var least = double.PositiveInfinity;
        while (_choices.TryNext(edge.LeastTime, least, out var choice))
        {
            var time = edge.Count * allocator.Least(edge, choice.Kept, chip.Arrays - waiting, loaded);
            _choices.Learn(choice.Kept, time);
            least = Math.Min(least, choice.Cycles + time);
        }

        return least;
    }

    /// <summary>Arrays of the tracked tensors that only wait; all there are when they cannot be where they are said to be.</summary>
    private int Waiting(Edge edge, int before, int after)
    {
        var (links, arrays) = (edge.Links, 0);
        for (var position = 0; position < links.LiveUse.Length; position++)
        {
            if (links.LiveUse[position] >= 0)
            {
                continue;
            }

            var (isOld, isNew) = (links.LiveBefore[position] == edge.From.Tracked, position == edge.To.Tracked);
            if (isOld && isNew && before != after)
            {
                return chip.Arrays;
            }

            arrays += (isOld && before > 0) || (isNew && after > 0) ? sizes[edge.To.Live[position]] : 0;
        }

        return arrays;
    }

    /// <summary>Whether the pieces can compute where the tracked tensor is, and which of them must load it.</summary>
    private static bool CanStand(Edge edge, int before, out int loaded)
    {
        loaded = -1;
        for (var i = 0; i < edge.Pieces.Length; i++)
        {
            if (edge.From.Tracked < 0 || edge.Links.StationaryBefore[i] != edge.From.Tracked)
            {
                continue;
            }

            if (before == (int)Residency.InPlace && !edge.Pieces[i].IsWhole)
            {
                return false;
            }

            loaded = before == (int)Residency.InPlace ? loaded : i;
        }

        return true;
    }
}
