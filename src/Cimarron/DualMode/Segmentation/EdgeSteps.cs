using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Segmentation;

/// <summary>What a segment costs from a state at one cut to a state at another.</summary>
internal sealed class EdgeSteps
{
    private static readonly Residency[][] Single = [[Residency.External], [Residency.Arrays], [Residency.Both], [Residency.InPlace]];
    private static readonly Residency[] Loaded = [Residency.External, Residency.Both];
    private static readonly Residency[] BornForOnce = [Residency.External, Residency.Arrays];
    private static readonly Residency[] Born = [Residency.External, Residency.Arrays, Residency.Both];
    private static readonly Residency[] Tiles = [Residency.External, Residency.InPlace];

    private readonly DualNetwork _network;
    private readonly DualModeChip _chip;
    private readonly TensorSizes _sizes;
    private readonly ICostModel _model;
    private readonly EdgeAllocator _allocator;
    private Bits128[] _targets = new Bits128[64];

    public EdgeSteps(DualNetwork network, DualModeChip chip, TensorSizes sizes, ICostModel model, CompileOptions options)
    {
        (_network, _chip, _sizes, _model) = (network, chip, sizes, model);
        var tables = new TimeTables(model, chip.Arrays);
        _allocator = new EdgeAllocator(network, chip, sizes, model, options, tables);
        Bounds = new EdgeBounds(network, chip, sizes, model, options, _allocator, tables);
        Switching = new SwitchTimes(chip);
    }

    /// <summary>What switching takes.</summary>
    public SwitchTimes Switching { get; }

    /// <summary>What segments take at least.</summary>
    public EdgeBounds Bounds { get; }

    /// <summary>Adds to the target cut everything that an edge makes of the labels of a state, unless a plan through it takes longer than it may.</summary>
    /// <param name="edge">The segment.</param>
    /// <param name="labels">The labels of a state of its first cut.</param>
    /// <param name="limit">Cycles that a plan may take.</param>
    /// <param name="bounds">Cycles that remain at least.</param>
    public void Follow(Edge edge, StateLabels labels, double limit, BlockBounds bounds)
    {
        var (state, rest) = (labels.State, bounds.Remaining);
        var start = edge.To.Index * Cut.Places;
        var (first, open, before) = (labels.Cheapest, 0, edge.From.PlaceOfTracked(state));
        for (var after = 0; after < Cut.Places; after++)
        {
            var isOpen = edge.To.CanTrack(after) && first + edge.QuickBetween(before, after) + rest[start + after] <= limit
                && first + Bounds.Least(edge, before, after) + rest[start + after] <= limit;
            open |= isOpen ? 1 << after : 0;
        }

        if (open == 0 || double.IsInfinity(edge.LeastTime) || !CanRun(edge, state))
        {
            return;
        }

        var count = FindTargets(edge, state);
        for (var i = 0; i < count; i++)
        {
            var target = _targets[i];
            var after = edge.To.PlaceOfTracked(target);
            if ((open & (1 << after)) == 0)
            {
                continue;
            }

            if (edge.Parts.IsEmpty)
            {
                Run(edge, state, target, labels, limit - rest[start + after] - first, null);
            }
            else
            {
                FollowParts(edge, state, target, labels, limit - rest[start + after]);
            }
        }
    }

    /// <summary>Segments one after another: tensors change place in the first only, after it just the number of memory arrays is carried from one to the next.</summary>
    private void FollowParts(Edge edge, Bits128 state, Bits128 target, StateLabels labels, double limit)
    {
        var (current, before) = (labels, state);
        foreach (var part in edge.Parts)
        {
            var next = new StateLabels();
            Run(part, before, target, current, limit - current.Cheapest, next);
            (current, before) = (next, target);
        }

        for (var i = 0; i < current.Count; i++)
        {
            if (current[i].Cost <= limit)
            {
                edge.To.Offer(current[i], Switching);
            }
        }
    }

    /// <summary>Adds what an edge makes of the labels of a state to a list, that of the target when none is given; no step may take longer than a limit.</summary>
    private void Run(Edge edge, Bits128 state, Bits128 target, StateLabels labels, double limit, StateLabels? found)
    {
        var kept = edge.Links.InPlace(state);
        var inPlace = InPlaceArrays(edge, kept);
        var bus = _model.KeepsTensors ? Bounds.BusOf(edge).OfRun(state, target, ref kept) : 0;
        if (bus + edge.LeastTime > limit)
        {
            return;
        }

        var bystanders = _allocator.Waiting(edge, target);
        var allocations = _allocator.Find(edge, kept, _chip.Arrays - bystanders);
        var given = new StepGiven(inPlace, bystanders, bus);
        foreach (var allocation in allocations.Found)
        {
            if (bus + (edge.Count * allocation.Total) > limit)
            {
                return;
            }

            found ??= edge.To.At(target);
            for (var i = 0; i < labels.Count; i++)
            {
                Step(edge, labels[i], target, allocation, allocations.Problem, given, found);
            }
        }
    }

    /// <summary>A stationary operand in its arrays serves all of its operator at once.</summary>
    private static bool CanRun(Edge edge, Bits128 state)
    {
        var kept = edge.Links.InPlace(state);
        for (var i = 0; i < edge.Pieces.Length && !kept.IsEmpty; i++)
        {
            if (kept[edge.Links.UseBefore.Length + i] && !edge.Pieces[i].IsWhole)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Arrays of the pieces that compute in place.</summary>
    private static int InPlaceArrays(Edge edge, Bits128 kept)
    {
        var arrays = 0;
        for (var i = 0; i < edge.Pieces.Length && !kept.IsEmpty; i++)
        {
            arrays += kept[edge.Links.UseBefore.Length + i] ? edge.Pieces[i].Tiles.Count : 0;
        }

        return arrays;
    }

    /// <summary>Adds what an allocation makes of a label to the labels found, unless one of them is as good.</summary>
    private void Step(Edge edge, Label label, Bits128 target, SegmentAllocation allocation, SegmentProblem? problem, StepGiven given, StateLabels found)
    {
        var before = label.Memory - given.InPlace;
        var least = allocation.MemoryArrays + given.Bystanders;
        var memory = Math.Clamp(before, least, Math.Max(least, _chip.Arrays - allocation.ComputeArrays));
        var switches = Switching.Between(label.Memory, before) + Switching.Between(before, memory);
        var cost = label.Cost + (switches + given.Bus + (edge.Count * allocation.Total) + WriteBack(edge, label, allocation));
        var used = _model.KeepsTensors ? 0 : allocation.MemoryArrays;
        if (found.Admits(Switching, cost, memory, used))
        {
            found.Add(new Label { Cost = cost, Memory = memory, Used = used, State = target, Parent = label, Edge = edge, Allocation = allocation, Problem = problem });
        }
    }

    /// <summary>T_wb of the paper: live data in memory arrays that are about to compute.</summary>
    private double WriteBack(Edge edge, Label label, SegmentAllocation allocation)
    {
        if (_model.KeepsTensors || label.Used == 0)
        {
            return 0;
        }

        var held = Math.Min(edge.From.LiveBytes, label.Used * _chip.ArrayBytes);
        var room = (_chip.Arrays - allocation.ComputeArrays) * _chip.ArrayBytes;
        return held > room ? _model.ExternalTime(held - room) : 0;
    }

    /// <summary>Collects every state that the target cut can be in after the segment, and tells how many there are.</summary>
    private int FindTargets(Edge edge, Bits128 state)
    {
        var count = 1;
        _targets[0] = default;
        for (var position = 0; position < edge.To.Live.Length; position++)
        {
            var choices = Choices(edge, state, position);
            if (count * choices.Length > _targets.Length)
            {
                var targets = new Bits128[2 * count * choices.Length];
                Array.Copy(_targets, targets, count);
                _targets = targets;
            }

            for (var c = choices.Length - 1; c >= 0; c--)
            {
                for (var i = 0; i < count; i++)
                {
                    _targets[(c * count) + i] = _targets[i].WithPair(position, (int)choices[c]);
                }
            }

            count *= choices.Length;
        }

        return count;
    }

    private Residency[] Choices(Edge edge, Bits128 state, int position)
    {
        var tensor = edge.To.Live[position];
        if (edge.Links.LiveBefore[position] is >= 0 and var before)
        {
            var now = Cut.At(state, before);
            var use = edge.Links.LiveUse[position];
            var canLoad = now == Residency.External && use >= 0 && edge.Links.Traffic.Uses[use] is { IsRead: true, Produced: 0 } && _network.Tensors[tensor].StationaryOf < 0 && _sizes.IsKeepable(tensor);
            return canLoad ? Loaded : Single[(int)now];
        }

        if (_network.Tensors[tensor].StationaryOf >= 0)
        {
            return _sizes.MayStayInPlace(tensor) ? Tiles : Single[0];
        }

        return !_sizes.IsKeepable(tensor) ? Single[0] : _network.Tensors[tensor].Role == TensorRole.Output ? Loaded : _sizes.IsReadOnce(tensor) ? BornForOnce : Born;
    }
}
