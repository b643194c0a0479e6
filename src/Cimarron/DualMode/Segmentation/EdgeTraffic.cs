using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Cycles of a segment on the external bus, by where each of its tensors is before and afterwards.</summary>
internal sealed class EdgeTraffic
{
    private const int Places = 4;

    private readonly Edge _edge;
    private readonly double[] _cycles;

    public EdgeTraffic(Edge edge, ImmutableArray<DualTensor> tensors, ICostModel model)
    {
        _edge = edge;
        var uses = edge.Traffic.Uses;
        _cycles = new double[uses.Length * Places * Places];
        for (var i = 0; i < _cycles.Length; i++)
        {
            var use = uses[i / (Places * Places)];
            _cycles[i] = BusTraffic.Cycles(model, tensors[use.Tensor], use, (Residency)(i / Places % Places), (Residency)(i % Places));
        }
    }

    /// <summary>Cycles of all segments of a run: after the first one everything is where it stays.</summary>
    public double OfRun(UInt128 state, UInt128 target)
    {
        var (first, other) = (0.0, 0.0);
        for (var i = 0; i < _edge.UseBefore.Length; i++)
        {
            var (before, after) = ((int)Cut.At(state, _edge.UseBefore[i]), (int)Cut.At(target, _edge.UseAfter[i]));
            first += _cycles[(((i * Places) + before) * Places) + after];
            other += _cycles[(((i * Places) + after) * Places) + after];
        }

        return _edge.Count == 1 ? first : first + ((_edge.Count - 1) * other);
    }

    /// <summary>The fewest cycles, if some tensors may be in arrays.</summary>
    /// <param name="mayStay">Whether a tensor may be in arrays between segments.</param>
    public double Least(Func<int, bool> mayStay)
    {
        var cycles = 0.0;
        for (var i = 0; i < _edge.UseBefore.Length; i++)
        {
            var places = _cycles.AsSpan(i * Places * Places, Places * Places);
            cycles += mayStay(_edge.Traffic.Uses[i].Tensor) ? Min(places) : places[0];
        }

        return _edge.Count * cycles;
    }

    private static double Min(ReadOnlySpan<double> values)
    {
        var least = values[0];
        foreach (var value in values)
        {
            least = Math.Min(least, value);
        }

        return least;
    }
}
