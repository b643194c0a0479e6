using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Segmentation;

/// <summary>What a segment costs from a state at one cut to a state at another.</summary>
internal sealed class EdgeSteps
{
    private static readonly Residency[] Single = [Residency.External, Residency.Arrays, Residency.Both, Residency.InPlace];
    private static readonly Residency[] Loaded = [Residency.External, Residency.Both];
    private static readonly Residency[] Born = [Residency.External, Residency.Arrays, Residency.Both];
    private static readonly Residency[] Tiles = [Residency.External, Residency.InPlace];

    private readonly DualNetwork _network;
    private readonly DualModeChip _chip;
    private readonly TensorSizes _sizes;
    private readonly ICostModel _model;
    private readonly CompileOptions _options;
    private readonly EdgeAllocator _allocator;
    private readonly Dictionary<EdgeShape, EdgeCache> _caches = [];

    public EdgeSteps(DualNetwork network, DualModeChip chip, TensorSizes sizes, ICostModel model, CompileOptions options)
    {
        (_network, _chip, _sizes, _model, _options) = (network, chip, sizes, model, options);
        _allocator = new EdgeAllocator(network, chip, sizes, model, options);
        Switching = new SwitchTimes(chip);
    }

    /// <summary>What switching takes.</summary>
    public SwitchTimes Switching { get; }

    /// <summary>Joins an edge to those of its shape, and sets the cycles that it takes at least, whatever is kept in arrays.</summary>
    public void SetLeast(Edge edge)
    {
        if (!edge.Parts.IsEmpty)
        {
            foreach (var part in edge.Parts)
            {
                SetLeast(part);
                edge.Least += part.Least;
            }

            return;
        }

        // In the paper's model allocations also depend on the tensors around the segment.
        if (_model.KeepsTensors)
        {
            edge.Cache = _caches.TryGetValue(new EdgeShape(edge, _network), out var known) ? known : _caches[new EdgeShape(edge, _network)] = edge.Cache;
        }

        edge.LeastTime = edge.Count * _allocator.Least(edge);
        edge.Least = edge.LeastTime + (_model.KeepsTensors ? BusOf(edge).Least(t => IsKeepable(t) || _sizes.MayStayInPlace(t)) : 0);
    }

    /// <summary>Adds to the target cut everything that an edge makes of the labels of a state, unless it takes longer than it may.</summary>
    /// <param name="edge">The segment.</param>
    /// <param name="state">A state of its first cut.</param>
    /// <param name="labels">The labels of the state.</param>
    /// <param name="limit">Cycles that a label of the target cut may have at most.</param>
    public void Follow(Edge edge, UInt128 state, IReadOnlyList<Label> labels, double limit)
    {
        var first = labels.Min(l => l.Cost);
        if (first + edge.Least > limit || !CanRun(edge, state))
        {
            return;
        }

        foreach (var target in Targets(edge, state))
        {
            if (edge.Parts.IsEmpty)
            {
                Run(edge, state, target, labels, limit - first, null);
            }
            else
            {
                FollowParts(edge, state, target, labels, limit);
            }
        }
    }

    /// <summary>Segments one after another: tensors change place in the first only, after it just the number of memory arrays is carried from one to the next.</summary>
    private void FollowParts(Edge edge, UInt128 state, UInt128 target, IReadOnlyList<Label> labels, double limit)
    {
        var (current, before) = (labels, state);
        foreach (var part in edge.Parts)
        {
            var next = new List<Label>();
            Run(part, before, target, current, double.PositiveInfinity, next);
            (current, before) = (next, target);
        }

        foreach (var label in current.Where(l => l.Cost <= limit))
        {
            edge.To.Offer(label, Switching);
        }
    }

    /// <summary>Adds what an edge makes of the labels of a state to a list, that of the target when none is given; no step may take longer than a limit.</summary>
    private void Run(Edge edge, UInt128 state, UInt128 target, IReadOnlyList<Label> labels, double limit, List<Label>? found)
    {
        var bus = _model.KeepsTensors ? BusOf(edge).OfRun(state, target) : 0;
        if (bus + edge.LeastTime > limit)
        {
            return;
        }

        var (allocations, bystanders) = _allocator.Find(edge, state, target);
        var inPlace = InPlaceArrays(edge, state);
        foreach (var allocation in allocations.Found)
        {
            if (bus + (edge.Count * allocation.Total) > limit)
            {
                return;
            }

            found ??= edge.To.At(target);
            for (var i = 0; i < labels.Count; i++)
            {
                Step(edge, labels[i], target, allocation, allocations.Problem, (inPlace, bystanders, bus), found);
            }
        }
    }

    private EdgeTraffic BusOf(Edge edge) => edge.Bus ??= new EdgeTraffic(edge, _network.Tensors, _model);

    /// <summary>A stationary operand in its arrays serves all of its operator at once.</summary>
    private static bool CanRun(Edge edge, UInt128 state)
    {
        for (var i = 0; i < edge.Pieces.Length; i++)
        {
            if (edge.IsInPlace(state, i) && !edge.Pieces[i].IsWhole)
            {
                return false;
            }
        }

        return true;
    }

    private static int InPlaceArrays(Edge edge, UInt128 state)
    {
        var arrays = 0;
        for (var i = 0; i < edge.Pieces.Length; i++)
        {
            arrays += edge.IsInPlace(state, i) ? edge.Pieces[i].Tiles.Count : 0;
        }

        return arrays;
    }

    /// <summary>Adds what an allocation makes of a label to the labels found, unless one of them is as good.</summary>
    private void Step(Edge edge, Label label, UInt128 target, SegmentAllocation allocation, SegmentProblem? problem, (int InPlace, int Bystanders, double Bus) given, List<Label> found)
    {
        var before = label.Memory - given.InPlace;
        var least = allocation.MemoryArrays + given.Bystanders;
        var memory = Math.Clamp(before, least, Math.Max(least, _chip.Arrays - allocation.ComputeArrays));
        var switches = Switching.Between(label.Memory, before) + Switching.Between(before, memory);
        var cost = label.Cost + (switches + given.Bus + (edge.Count * allocation.Total) + WriteBack(edge, label, allocation));
        var used = _model.KeepsTensors ? 0 : allocation.MemoryArrays;
        if (Switching.Admits(found, cost, memory, used))
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

    /// <summary>Every state that the target cut can be in after the segment.</summary>
    private List<UInt128> Targets(Edge edge, UInt128 state)
    {
        var targets = new List<UInt128> { 0 };
        for (var position = 0; position < edge.To.Live.Length; position++)
        {
            var choices = Choices(edge, state, position);
            var count = targets.Count;
            for (var i = 0; i < count; i++)
            {
                for (var c = 1; c < choices.Length; c++)
                {
                    targets.Add(targets[i] | ((UInt128)(int)choices[c] << (2 * position)));
                }

                targets[i] |= (UInt128)(int)choices[0] << (2 * position);
            }
        }

        return targets;
    }

    private ReadOnlySpan<Residency> Choices(Edge edge, UInt128 state, int position)
    {
        var tensor = edge.To.Live[position];
        if (edge.LiveBefore[position] is >= 0 and var before)
        {
            var now = Cut.At(state, before);
            var use = edge.LiveUse[position];
            var canLoad = now == Residency.External && use >= 0 && edge.Traffic.Uses[use] is { IsRead: true, Produced: 0 } && _network.Tensors[tensor].StationaryOf < 0 && IsKeepable(tensor);
            return canLoad ? Loaded : Single.AsSpan((int)now, 1);
        }

        if (_network.Tensors[tensor].StationaryOf >= 0)
        {
            return _sizes.MayStayInPlace(tensor) ? Tiles : Single.AsSpan(0, 1);
        }

        return !IsKeepable(tensor) ? Single.AsSpan(0, 1) : _network.Tensors[tensor].Role == TensorRole.Output ? Loaded : _sizes.IsReadOnce(tensor) ? Born.AsSpan(0, 2) : Born;
    }

    private bool IsKeepable(int tensor) => _options.UsesMemoryMode && _sizes[tensor] < _chip.Arrays;
}
