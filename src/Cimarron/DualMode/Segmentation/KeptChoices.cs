using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Which tensors of a segment can be kept in arrays, with the bus time of the others, ascending; choices that cannot be better than one that was tried are left out.</summary>
/// <param name="sizes">What may stay in arrays.</param>
/// <param name="tensors">The tensors.</param>
internal sealed class KeptChoices(TensorSizes sizes, ImmutableArray<DualTensor> tensors)
{
    /// <summary>Beyond so many choices tensors count as kept for nothing, which is a bound too.</summary>
    private const int Most = 256;

    private readonly KeptChoice[] _choices = new KeptChoice[Most];
    private readonly KeptChoice[] _known = new KeptChoice[Most];
    private int _count;
    private int _next;
    private int _learnt;

    /// <summary>Uses whose arrays only serve when they are kept: keeping these can save time.</summary>
    private Bits128 _serving;

    /// <summary>Begins anew with the choices of a segment.</summary>
    /// <param name="edge">The segment.</param>
    /// <param name="bus">Its cycles on the bus.</param>
    /// <param name="before">Where the tensor is that is tracked before.</param>
    /// <param name="after">Where the tensor is that is tracked afterwards.</param>
    public void Begin(Edge edge, EdgeTraffic bus, int before, int after)
    {
        var (uses, links) = (edge.Links.Traffic.Uses, edge.Links);
        (_count, _next, _learnt, _serving, _choices[0]) = (1, 0, 0, default, default);
        for (var i = 0; i < uses.Length; i++)
        {
            bus.Least(i, IsAt(links.UseBefore[i], edge.From) ? before : -1, IsAt(links.UseAfter[i], edge.To) ? after : -1, out var outside, out var kept);
            var serves = tensors[uses[i].Tensor].StationaryOf >= 0;
            _serving = serves ? _serving.With(i) : _serving;
            Add(i, outside, sizes.MayStay(uses[i].Tensor) ? kept : double.PositiveInfinity, serves);
        }

        Sort();
    }

    /// <summary>Finds the next choice that can take less than the best so far.</summary>
    /// <param name="time">Cycles of loading and computing at least.</param>
    /// <param name="best">Cycles of the best so far, bus included.</param>
    /// <param name="choice">The choice.</param>
    public bool TryNext(double time, double best, out KeptChoice choice)
    {
        choice = default;
        while (_next < _count && _choices[_next].Cycles + time < best)
        {
            choice = _choices[_next++];
            if (choice.Cycles + AtLeast(choice.Kept, time) < best)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes down the time of a choice: none that keeps more takes less, unless what it keeps serves.</summary>
    public void Learn(Bits128 kept, double time) => _known[_learnt++] = new KeptChoice(kept, time);

    private static bool IsAt(int position, Cut cut) => position >= 0 && position == cut.Tracked;

    private void Add(int use, double outside, double kept, bool serves)
    {
        if (double.IsInfinity(outside))
        {
            for (var c = 0; c < _count; c++)
            {
                _choices[c] = new KeptChoice(_choices[c].Kept.With(use), _choices[c].Cycles + kept);
            }

            return;
        }

        var isOpen = (kept < outside || (serves && double.IsFinite(kept))) && 2 * _count <= Most;
        for (var c = 0; c < _count; c++)
        {
            var choice = _choices[c];
            _choices[c] = new KeptChoice(choice.Kept, choice.Cycles + (isOpen ? outside : Math.Min(outside, kept)));
            if (isOpen)
            {
                _choices[_count + c] = new KeptChoice(choice.Kept.With(use), choice.Cycles + kept);
            }
        }

        _count *= isOpen ? 2 : 1;
    }

    /// <summary>Orders the few choices there are by cycles.</summary>
    private void Sort()
    {
        for (var i = 1; i < _count; i++)
        {
            var (choice, place) = (_choices[i], i);
            for (; place > 0 && _choices[place - 1].Cycles > choice.Cycles; place--)
            {
                _choices[place] = _choices[place - 1];
            }

            _choices[place] = choice;
        }
    }

    private double AtLeast(Bits128 kept, double time)
    {
        for (var i = 0; i < _learnt; i++)
        {
            time = _known[i].Cycles > time && _known[i].Kept.IsIn(kept) && (_known[i].Kept & _serving) == (kept & _serving) ? _known[i].Cycles : time;
        }

        return time;
    }
}
