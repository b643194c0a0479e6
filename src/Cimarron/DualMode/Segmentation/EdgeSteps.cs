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

    public EdgeSteps(DualNetwork network, DualModeChip chip, TensorSizes sizes, ICostModel model, CompileOptions options)
    {
        (_network, _chip, _sizes, _model, _options) = (network, chip, sizes, model, options);
        _allocator = new EdgeAllocator(network, chip, sizes, model, options);
        Switching = new SwitchTimes(chip);
    }

    /// <summary>What switching takes.</summary>
    public SwitchTimes Switching { get; }

    /// <summary>Adds to the target cut everything that an edge makes of the labels of a state.</summary>
    public void Follow(Edge edge, UInt128 state, IReadOnlyList<Label> labels)
    {
        if (!CanRun(edge, state))
        {
            return;
        }

        if (!edge.Parts.IsEmpty)
        {
            FollowParts(edge, state, labels);
            return;
        }

        foreach (var target in Targets(edge, state))
        {
            Run(edge, state, target, labels, null);
        }
    }

    /// <summary>Segments one after another: tensors change place in the first only, after it just the number of memory arrays is carried from one to the next.</summary>
    private void FollowParts(Edge edge, UInt128 state, IReadOnlyList<Label> labels)
    {
        foreach (var target in Targets(edge, state))
        {
            var (current, before) = (labels, state);
            foreach (var part in edge.Parts)
            {
                var next = new List<Label>();
                Run(part, before, target, current, next);
                (current, before) = (next, target);
            }

            foreach (var label in current)
            {
                edge.To.Offer(label, Switching);
            }
        }
    }

    /// <summary>Adds what an edge makes of the labels of a state to a list, that of the target when none is given.</summary>
    private void Run(Edge edge, UInt128 state, UInt128 target, IReadOnlyList<Label> labels, List<Label>? found)
    {
        var (allocations, bystanders) = _allocator.Find(edge, state, target);
        if (allocations.Found.IsEmpty)
        {
            return;
        }

        var bus = _model.KeepsTensors ? (edge.Bus ??= new EdgeTraffic(edge, _network.Tensors, _model)).OfRun(state, target) : 0;
        var inPlace = InPlaceArrays(edge, state);
        found ??= edge.To.At(target);
        foreach (var allocation in allocations.Found)
        {
            for (var i = 0; i < labels.Count; i++)
            {
                Step(edge, labels[i], target, allocation, allocations.Problem, (inPlace, bystanders, bus), found);
            }
        }
    }

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
