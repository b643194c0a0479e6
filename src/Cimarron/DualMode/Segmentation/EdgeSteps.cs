using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Segmentation;

/// <summary>What a segment costs from a state at one cut to a state at another.</summary>
internal sealed class EdgeSteps(DualNetwork network, DualModeChip chip, TensorSizes sizes, ICostModel model, CompileOptions options)
{
    private static readonly Residency[] Single = [Residency.External, Residency.Arrays, Residency.Both, Residency.InPlace];
    private static readonly Residency[] Loaded = [Residency.External, Residency.Both];
    private static readonly Residency[] Born = [Residency.External, Residency.Arrays, Residency.Both];
    private static readonly Residency[] Tiles = [Residency.External, Residency.InPlace];

    private readonly double _slack = 2.0 * chip.Arrays * Math.Max(chip.SwitchToComputeCycles, chip.SwitchToMemoryCycles);

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
            Run(edge, state, target, labels, l => edge.To.Offer(l, Switch));
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
                Run(part, before, target, current, l => Cut.Offer(next, l, Switch));
                (current, before) = (next, target);
            }

            foreach (var label in current)
            {
                edge.To.Offer(label, Switch);
            }
        }
    }

    private void Run(Edge edge, UInt128 state, UInt128 target, IReadOnlyList<Label> labels, Action<Label> offer)
    {
        var (kept, bystanders) = Held(edge, state, target);
        var arrays = chip.Arrays - bystanders;
        if (arrays <= 0)
        {
            return;
        }

        var allocations = edge.Cache.Find(kept, arrays);
        if (allocations is null)
        {
            allocations = Allocate(edge, state, kept, arrays);
            edge.Cache.Add(kept, allocations);
        }

        if (allocations.Found.IsEmpty)
        {
            return;
        }

        var bus = TrafficOfRun(edge, state, target);
        foreach (var allocation in allocations.Found)
        {
            foreach (var label in labels)
            {
                offer(Step(edge, label, target, allocation, allocations.Problem, bystanders, bus));
            }
        }
    }

    /// <summary>Cycles to get from so many memory arrays to so many.</summary>
    public double Switch(int from, int to) => to >= from ? (double)(to - from) * chip.SwitchToMemoryCycles : (double)(from - to) * chip.SwitchToComputeCycles;

    /// <summary>A stationary operand in its arrays serves all of its operator at once.</summary>
    private static bool CanRun(Edge edge, UInt128 state)
    {
        for (var i = 0; i < edge.Pieces.Length; i++)
        {
            if (IsInPlace(edge, state, i) && !edge.Pieces[i].IsWhole)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInPlace(Edge edge, UInt128 state, int piece) => Cut.At(state, edge.StationaryBefore[piece]) == Residency.InPlace;

    private Label Step(Edge edge, Label label, UInt128 target, SegmentAllocation allocation, SegmentProblem? problem, int bystanders, double bus)
    {
        var inPlace = 0;
        for (var i = 0; i < edge.Pieces.Length; i++)
        {
            inPlace += IsInPlace(edge, label.State, i) ? edge.Pieces[i].Tiles.Count : 0;
        }

        var before = label.Memory - inPlace;
        var least = allocation.MemoryArrays + bystanders;
        var memory = Math.Clamp(before, least, Math.Max(least, chip.Arrays - allocation.ComputeArrays));
        var cost = Switch(label.Memory, before) + Switch(before, memory) + bus + (edge.Count * allocation.Total) + WriteBack(edge, label, allocation);
        return new Label { Cost = label.Cost + cost, Memory = memory, Used = model.KeepsTensors ? 0 : allocation.MemoryArrays, State = target, Parent = label, Edge = edge, Allocation = allocation, Problem = problem };
    }

    /// <summary>T_wb of the paper: live data in memory arrays that are about to compute.</summary>
    private double WriteBack(Edge edge, Label label, SegmentAllocation allocation)
    {
        if (model.KeepsTensors || label.Used == 0)
        {
            return 0;
        }

        var held = Math.Min(edge.From.LiveBytes, label.Used * chip.ArrayBytes);
        var room = (chip.Arrays - allocation.ComputeArrays) * chip.ArrayBytes;
        return held > room ? model.ExternalTime(held - room) : 0;
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
            var canLoad = now == Residency.External && use >= 0 && edge.Traffic.Uses[use] is { IsRead: true, Produced: 0 } && network.Tensors[tensor].StationaryOf < 0 && IsKeepable(tensor);
            return canLoad ? Loaded : Single.AsSpan((int)now, 1);
        }

        if (network.Tensors[tensor].StationaryOf >= 0)
        {
            return sizes.MayStayInPlace(tensor) ? Tiles : Single.AsSpan(0, 1);
        }

        return !IsKeepable(tensor) ? Single.AsSpan(0, 1) : network.Tensors[tensor].Role == TensorRole.Output ? Loaded : sizes.IsReadOnce(tensor) ? Born.AsSpan(0, 2) : Born;
    }

    private bool IsKeepable(int tensor) => options.UsesMemoryMode && sizes[tensor] < chip.Arrays;

    /// <summary>Which uses are kept whole in arrays, and the arrays of tensors that only wait.</summary>
    private (UInt128 Kept, int Bystanders) Held(Edge edge, UInt128 state, UInt128 target)
    {
        var (kept, bystanders) = (UInt128.Zero, 0);
        var uses = edge.Traffic.Uses;
        for (var i = 0; i < uses.Length; i++)
        {
            var isKept = Cut.At(state, edge.UseBefore[i]) != Residency.External || Cut.At(target, edge.UseAfter[i]) != Residency.External;
            kept |= isKept ? UInt128.One << i : 0;
        }

        for (var i = 0; i < edge.Pieces.Length; i++)
        {
            kept |= IsInPlace(edge, state, i) ? UInt128.One << (uses.Length + i) : 0;
        }

        for (var position = 0; position < edge.LiveUse.Length; position++)
        {
            bystanders += edge.LiveUse[position] < 0 && Cut.At(target, position) != Residency.External ? sizes[edge.To.Live[position]] : 0;
        }

        return (kept, bystanders);
    }

    private EdgeAllocations Allocate(Edge edge, UInt128 state, UInt128 kept, int arrays)
    {
        var problem = Problem(edge, state, kept, arrays);
        if (problem is null)
        {
            return new EdgeAllocations(arrays, null, []);
        }

        edge.Cache.Times ??= new SegmentTimes(edge.Pieces, model, chip.Arrays, [.. edge.Pieces.Select((_, i) => Reach(problem, i))]);
        if (options.KeepsOnePlan)
        {
            return new EdgeAllocations(arrays, problem, ParametricAllocator.Fastest(problem, model, edge.Cache.Times) is { } one ? [one] : []);
        }

        // In the paper's model arrays that hold data can also cost a write-back.
        var slack = _slack + (model.KeepsTensors ? 0 : model.ExternalTime(Math.Min(edge.To.LiveBytes, chip.Arrays * chip.ArrayBytes)));
        return new EdgeAllocations(arrays, problem, ParametricAllocator.Useful(problem, model, slack, edge.Cache.Times));
    }

    /// <summary>The most memory arrays that can serve a piece, whatever is kept.</summary>
    private int Reach(SegmentProblem problem, int piece) =>
        (int)Math.Min(chip.Arrays, problem.Memory.Where(m => m.Serves.Contains(piece)).Sum(m => m.Tensor < 0 ? m.Most : (long)sizes[m.Tensor]));

    private SegmentProblem? Problem(Edge edge, UInt128 state, UInt128 kept, int arrays)
    {
        var pieces = edge.Pieces;
        var memory = !options.UsesMemoryMode ? [] : model.KeepsTensors ? TensorMemory(edge, kept) : PaperMemory.Of(network, chip, pieces);
        return !FitsAtAll(pieces, memory, arrays) ? null : new SegmentProblem
        {
            Pieces = pieces,
            MostCopies = [.. pieces.Select((p, i) => !p.Operator.IsMatrix || IsInPlace(edge, state, i) || !options.Duplicates ? 1 : Math.Max(1, Math.Min(p.Operator.Rows, arrays / p.Tiles.Count)))],
            IsLoaded = [.. pieces.Select((p, i) => p.Operator.IsMatrix && !IsInPlace(edge, state, i))],
            Memory = memory,
            Arrays = arrays,
        };
    }

    private static bool FitsAtAll(ImmutableArray<Piece> pieces, ImmutableArray<TensorArrays> memory, int arrays)
    {
        var least = 0L;
        foreach (var piece in pieces)
        {
            least += piece.Tiles.Count;
        }

        foreach (var tensor in memory)
        {
            least += tensor.Least;
        }

        return least <= arrays;
    }

    private ImmutableArray<TensorArrays> TensorMemory(Edge edge, UInt128 kept)
    {
        var uses = edge.Traffic.Uses;
        var memory = ImmutableArray.CreateBuilder<TensorArrays>(uses.Length);
        for (var i = 0; i < uses.Length; i++)
        {
            memory.Add(Memory(uses[i], (kept & (UInt128.One << i)) != 0));
        }

        return memory.MoveToImmutable();
    }

    private TensorArrays Memory(TensorUse use, bool isKept) => new(
        use.Pieces,
        isKept ? use.KeepArrays : 0,
        isKept || network.Tensors[use.Tensor].StationaryOf < 0 ? Math.Min(use.KeepArrays, chip.Arrays) : 0,
        use.Tensor);

    /// <summary>Cycles on the external bus of all segments of a run: after the first one everything is where it stays.</summary>
    private double TrafficOfRun(Edge edge, UInt128 state, UInt128 target)
    {
        if (!model.KeepsTensors)
        {
            return 0;
        }

        var first = Traffic(edge, state, target);
        return edge.Count == 1 ? first : first + ((edge.Count - 1) * Traffic(edge, null, target));
    }

    /// <summary>What is read because it is not on chip, what is written because it leaves.</summary>
    /// <param name="edge">The segment.</param>
    /// <param name="state">Where tensors are before; null if they are where they are afterwards.</param>
    /// <param name="target">Where they are afterwards.</param>
    private double Traffic(Edge edge, UInt128? state, UInt128 target)
    {
        var cycles = 0.0;
        for (var i = 0; i < edge.UseBefore.Length; i++)
        {
            var use = edge.Traffic.Uses[i];
            var after = Cut.At(target, edge.UseAfter[i]);
            var (tensor, before) = (network.Tensors[use.Tensor], state is { } s ? Cut.At(s, edge.UseBefore[i]) : after);
            foreach (var part in PartsRead(tensor, use, before, after))
            {
                cycles += model.ExternalTime(tensor.PartBytes(part.Count));
            }

            cycles += IsWritten(use, after) ? model.ExternalTime(tensor.PartBytes(use.Produced)) : 0;
        }

        return cycles;
    }

    /// <summary>Features that come from external memory: what the segment needs and does not produce, or everything when it is to stay.</summary>
    internal static ImmutableArray<Part> PartsRead(DualTensor tensor, TensorUse use, Residency before, Residency after) =>
        !use.IsOlder || before != Residency.External || !use.IsRead ? []
        : after == Residency.Both ? [new Part(0, tensor.Features)] : use.Missing;

    /// <summary>Whether what is produced goes to external memory.</summary>
    internal static bool IsWritten(TensorUse use, Residency after) =>
        use is { Produced: > 0, IsDelivered: true } && after is (Residency.External or Residency.Both);
}
