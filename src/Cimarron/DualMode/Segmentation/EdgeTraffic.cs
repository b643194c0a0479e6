using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Cycles of a segment on the external bus, by where each of its tensors is before and afterwards.</summary>
internal sealed class EdgeTraffic
{
    private readonly Edge _edge;
    private readonly double[] _cycles;

    public EdgeTraffic(Edge edge, ImmutableArray<DualTensor> tensors, ICostModel model)
    {
        _edge = edge;
        var uses = edge.Links.Traffic.Uses;
        _cycles = new double[uses.Length * Cut.Places * Cut.Places];
        for (var i = 0; i < uses.Length; i++)
        {
            BusTraffic.Fill(model, tensors[uses[i].Tensor], uses[i], OfUse(i));
        }
    }

    /// <summary>Cycles of all segments of a run: after the first one everything is where it stays.</summary>
    /// <param name="state">A state of the first cut.</param>
    /// <param name="target">A state of the last cut.</param>
    /// <param name="kept">Is given a bit for every use that is kept whole in arrays.</param>
    public double OfRun(Bits128 state, Bits128 target, ref Bits128 kept)
    {
        var (first, other) = (0.0, 0.0);
        var (links, cycles) = (_edge.Links, _cycles);
        for (var i = 0; i < links.UseBefore.Length; i++)
        {
            var (before, after) = ((int)Cut.At(state, links.UseBefore[i]), (int)Cut.At(target, links.UseAfter[i]));
            first += cycles[(((i * Cut.Places) + before) * Cut.Places) + after];
            other += cycles[(((i * Cut.Places) + after) * Cut.Places) + after];
            kept = (before | after) != (int)Residency.External ? kept.With(i) : kept;
        }

        return _edge.Count == 1 ? first : first + ((_edge.Count - 1) * other);
    }

    /// <summary>The fewest cycles of all segments for a use that is not kept in arrays, and for one that is.</summary>
    /// <param name="use">The use.</param>
    /// <param name="before">Where the tensor is before; −1 for anywhere.</param>
    /// <param name="after">Where it is afterwards; −1 for anywhere.</param>
    /// <param name="outside">Cycles if it is not kept; infinite if it must be.</param>
    /// <param name="kept">Cycles if it is; infinite if it cannot be.</param>
    public void Least(int use, int before, int after, out double outside, out double kept)
    {
        var cycles = OfUse(use);
        var (isOld, isLive) = (_edge.Links.UseBefore[use] >= 0, _edge.Links.UseAfter[use] >= 0);
        var canLoad = _edge.Links.Traffic.Uses[use] is { IsRead: true, Produced: 0 };
        (outside, kept) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < cycles.Length; i++)
        {
            var (from, to) = (i / Cut.Places, i % Cut.Places);
            var isPossible = isOld && isLive ? from == to || (canLoad && from == (int)Residency.External && to == (int)Residency.Both) : (isOld || from == 0) && (isLive || to == 0);
            if (!isPossible || (before >= 0 && from != before) || (after >= 0 && to != after))
            {
                continue;
            }

            var all = cycles[i] + ((_edge.Count - 1) * cycles[(to * Cut.Places) + to]);
            outside = i == 0 ? all : outside;
            kept = i == 0 ? kept : Math.Min(kept, all);
        }
    }

    private Span<double> OfUse(int use) => _cycles.AsSpan(use * Cut.Places * Cut.Places, Cut.Places * Cut.Places);
}
