using System.Numerics;
using Cimarron.DualMode;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;

namespace Cimarron.Tests.DualMode.Exhaustive;

/// <summary>
/// The least cycles of a network under the physical rules, by trying everything: every segmentation, number of copies, window, place of every tensor at every cut, and number of memory arrays. It
/// shares no code with the compiler but the network. Only equal situations are not tried twice.
/// </summary>
/// <remarks>
/// A stationary operand that is not kept as tiles gets no arrays: its producer writes it outside, tile by tile. A tensor is loaded whole or not at all, and only when it is complete.
/// </remarks>
internal sealed class PhysicalSearch
{
    private readonly OwnNetwork _own;
    private readonly OwnTimes _times;
    private readonly CompileOptions _options;
    private readonly DualNetwork _network;
    private readonly DualModeChip _chip;
    private readonly Dictionary<(Place Place, ulong State, int Memory), long> _best = [];
    private readonly Dictionary<(Place Place, int Segment, ulong Kept, ulong InPlace), List<(int Compute, int Memory, long Time)>> _allocations = [];

    public PhysicalSearch(DualNetwork network, DualModeChip chip, CompileOptions options)
    {
        network.Tensors.Length.ShouldBeLessThanOrEqualTo(32, "two bits of a state for each tensor");
        (_network, _chip, _options, _own, _times) = (network, chip, options, new OwnNetwork(network, chip), new OwnTimes(chip));
    }

    /// <summary>Situations that were looked at.</summary>
    public int Situations => _best.Count;

    /// <summary>The least cycles; null when nothing fits.</summary>
    public long? Run() => Best(new Place(0, 0, 0), 0, 0) is var best && best < long.MaxValue ? best : null;

    private static Residency Of(ulong state, int tensor) => (Residency)(int)((state >> (2 * tensor)) & 3);

    private static ulong With(ulong state, int tensor, Residency place) => (state & ~(3UL << (2 * tensor))) | ((ulong)place << (2 * tensor));

    private long Best(Place place, ulong state, int memory)
    {
        if (place.Operator == _network.Operators.Length)
        {
            return 0;
        }

        if (_best.TryGetValue((place, state, memory), out var best))
        {
            return best;
        }

        best = long.MaxValue;
        for (var t = 0; t < _network.Tensors.Length; t++)
        {
            if (Of(state, t) == Residency.Both)
            {
                best = Math.Min(best, Best(place, With(state, t, Residency.External), memory));
            }
        }

        var segments = _own.Segments(place);
        for (var s = 0; s < segments.Count; s++)
        {
            best = Math.Min(best, BestAfter(new OwnSegment(place, s, segments[s].Pieces, segments[s].Next), state, memory));
        }

        return _best[(place, state, memory)] = best;
    }

    private long BestAfter(OwnSegment segment, ulong state, int memory)
    {
        bool IsInPlace(OwnPiece p) => p.Operator.Stationary >= 0 && Of(state, p.Operator.Stationary) == Residency.InPlace;
        var taken = segment.Pieces.Where(IsInPlace).ToArray();
        if (taken.Any(p => !p.IsWhole))
        {
            return long.MaxValue;
        }

        var best = long.MaxValue;
        var before = memory - taken.Sum(p => p.Tiles);
        foreach (var next in States(segment, state))
        {
            var (bus, kept) = (Traffic(segment, state, next), 0UL);
            for (var t = 0; t < _network.Tensors.Length; t++)
            {
                var isTaken = taken.Any(p => p.Operator.Stationary == t);
                kept |= !isTaken && (Of(state, t) != Residency.External || Of(next, t) != Residency.External) ? 1UL << t : 0;
            }

            foreach (var (compute, least, time) in Allocations(segment, kept, taken.Aggregate(0UL, (m, p) => m | (1UL << p.Operator.Stationary))))
            {
                for (var after = least; after <= _chip.Arrays - compute; after++)
                {
                    var rest = Best(segment.Next, next, after);
                    best = rest == long.MaxValue ? best : Math.Min(best, rest + bus + time + _times.Switch(memory, before) + _times.Switch(before, after));
                }
            }
        }

        return best;
    }

    /// <summary>Every state after a segment: what is used up is nowhere, what waits stays, what is born or read can go to arrays.</summary>
    private List<ulong> States(OwnSegment segment, ulong state)
    {
        var states = new List<ulong> { 0 };
        for (var t = 0; t < _network.Tensors.Length; t++)
        {
            var tensor = t;
            var choices = _own.IsLive(t, segment.Next) ? Choices(segment, state, t) : [Residency.External];
            states = [.. states.SelectMany(s => choices.Select(c => With(s, tensor, c)))];
        }

        return states;
    }

    private Residency[] Choices(OwnSegment segment, ulong state, int tensor)
    {
        var t = _network.Tensors[tensor];
        if (_own.IsLive(tensor, segment.Place))
        {
            var now = Of(state, tensor);
            var canLoad = _options.UsesMemoryMode && now == Residency.External && t.StationaryOf < 0 && segment.Read(t) != 0 && segment.Produced(t) == 0;
            return canLoad ? [now, Residency.Both] : [now];
        }

        return !_options.UsesMemoryMode ? [Residency.External]
            : t.StationaryOf >= 0 ? _options.UsesInPlace && _own.MayWaitInPlace(tensor) ? [Residency.External, Residency.InPlace] : [Residency.External]
            : t.Role == TensorRole.Output ? [Residency.External, Residency.Both] : [Residency.External, Residency.Arrays, Residency.Both];
    }

    private long Traffic(OwnSegment segment, ulong state, ulong next)
    {
        var cycles = 0L;
        foreach (var t in _network.Tensors)
        {
            var (read, produced) = (segment.Read(t), segment.Produced(t));
            if (read != 0 && _own.IsLive(t.Index, segment.Place) && Of(state, t.Index) == Residency.External)
            {
                var ranges = Of(next, t.Index) == Residency.Both ? [t.Features] : OwnSegment.Ranges(read & ~produced);
                cycles += ranges.Sum(r => _times.External(OwnTimes.Ceiling(t.Bytes * r, t.Features)));
            }

            var isNeeded = _own.IsLive(t.Index, segment.Next) || t.Role == TensorRole.Output;
            var leaves = Of(next, t.Index) is Residency.External or Residency.Both;
            cycles += produced != 0 && isNeeded && leaves ? _times.External(OwnTimes.Ceiling(t.Bytes * BitOperations.PopCount(produced), t.Features)) : 0;
        }

        return cycles;
    }

    /// <summary>The least time for every number of compute and memory arrays, over all copies and windows.</summary>
    private List<(int Compute, int Memory, long Time)> Allocations(OwnSegment segment, ulong kept, ulong inPlace)
    {
        var key = (segment.Place, segment.Index, kept, inPlace);
        if (_allocations.TryGetValue(key, out var found))
        {
            return found;
        }

        var least = new Dictionary<(int Compute, int Memory), long>();
        var (copies, windows) = (segment.Pieces.Select(p => p.Operator.IsMatrix ? 1 : 0).ToArray(), new int[_network.Tensors.Length]);
        bool IsFixed(OwnPiece p) => !p.Operator.IsMatrix || !_options.Duplicates || (p.Operator.Stationary >= 0 && (inPlace & (1UL << p.Operator.Stationary)) != 0);

        void Windows(int t, int compute, int memory)
        {
            if (memory + compute > _chip.Arrays)
            {
                return;
            }

            if (t == windows.Length)
            {
                var operators = segment.Pieces.Count(p => p.Operator.IsMatrix);
                var run = segment.Pieces.Select((p, i) => _times.Run(p, Math.Max(1, copies[i]), OwnSegment.Served(p, windows), operators)).Max();
                var loaded = segment.Pieces.Select((p, i) => p.Operator.Stationary >= 0 && (inPlace & (1UL << p.Operator.Stationary)) != 0 ? 0 : copies[i]).ToArray();
                var total = run + _times.Load(segment.Pieces, loaded);
                least[(compute, memory)] = Math.Min(total, least.GetValueOrDefault((compute, memory), long.MaxValue));
                return;
            }

            var tensor = _network.Tensors[t];
            var (isKept, moves) = ((kept & (1UL << t)) != 0, segment.Touches(tensor));
            var most = isKept || (moves && tensor.StationaryOf < 0 && _options.UsesMemoryMode) ? _own.Size(t) : 0;
            for (windows[t] = isKept ? most : 0; windows[t] <= Math.Min(most, _chip.Arrays); windows[t]++)
            {
                Windows(t + 1, compute, memory + windows[t]);
            }

            windows[t] = 0;
        }

        void Copies(int i, int compute)
        {
            if (i == copies.Length)
            {
                Windows(0, compute, 0);
                return;
            }

            var p = segment.Pieces[i];
            for (var c = 1; c <= (IsFixed(p) ? 1 : p.Operator.Rows) && compute + (c * p.Tiles) <= _chip.Arrays; c++)
            {
                copies[i] = p.Operator.IsMatrix ? c : 0;
                Copies(i + 1, compute + (c * p.Tiles));
            }
        }

        Copies(0, 0);
        return _allocations[key] = [.. least.Select(l => (l.Key.Compute, l.Key.Memory, l.Value))];
    }
}
