using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>The useful allocations of a segment between two states.</summary>
internal sealed class EdgeAllocator(DualNetwork network, DualModeChip chip, TensorSizes sizes, ICostModel model, CompileOptions options)
{
    private static readonly EdgeAllocations Nothing = new(0, null, []);

    private readonly double _slack = 2.0 * chip.Arrays * Math.Max(chip.SwitchToComputeCycles, chip.SwitchToMemoryCycles);

    /// <summary>The allocations, and the arrays of tensors that only wait. What was found before is not searched again.</summary>
    public (EdgeAllocations Allocations, int Bystanders) Find(Edge edge, UInt128 state, UInt128 target)
    {
        var (kept, bystanders) = Held(edge, state, target);
        var arrays = chip.Arrays - bystanders;
        if (arrays <= 0)
        {
            return (Nothing, bystanders);
        }

        var allocations = edge.Cache.Find(kept, arrays);
        if (allocations is null)
        {
            allocations = Allocate(edge, state, kept, arrays);
            edge.Cache.Add(kept, allocations);
        }

        return (allocations, bystanders);
    }

    /// <summary>Cycles of loading and computing with nothing kept, and operands that are produced at run time in place already: no allocation takes less.</summary>
    public double Least(Edge edge) => edge.Cache.Least ??= FindLeast(edge);

    private double FindLeast(Edge edge)
    {
        if (!options.KeepsOnePlan && edge.Pieces.All(p => p.Operator.Stationary < 0))
        {
            var (allocations, _) = Find(edge, 0, 0);
            return allocations.Found.IsEmpty ? double.PositiveInfinity : allocations.Found[0].Total;
        }

        var problem = Problem(edge, 0, 0, chip.Arrays);
        if (problem is null)
        {
            return double.PositiveInfinity;
        }

        var relaxed = problem with { IsLoaded = [.. edge.Pieces.Select(p => p.Operator.IsMatrix && p.Operator.Stationary < 0)] };
        return ParametricAllocator.Useful(relaxed, model, 0, Times(edge, problem)) is [var best, ..] ? best.Total : double.PositiveInfinity;
    }

    private SegmentTimes Times(Edge edge, SegmentProblem problem) =>
        edge.Cache.Times ??= new SegmentTimes(edge.Pieces, model, chip.Arrays, [.. edge.Pieces.Select((_, i) => Reach(problem, i))]);

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
            kept |= edge.IsInPlace(state, i) ? UInt128.One << (uses.Length + i) : 0;
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

        var times = Times(edge, problem);
        if (options.KeepsOnePlan)
        {
            return new EdgeAllocations(arrays, problem, ParametricAllocator.Fastest(problem, model, times) is { } one ? [one] : []);
        }

        // In the paper's model arrays that hold data can also cost a write-back.
        var slack = _slack + (model.KeepsTensors ? 0 : model.ExternalTime(Math.Min(edge.To.LiveBytes, chip.Arrays * chip.ArrayBytes)));
        return new EdgeAllocations(arrays, problem, ParametricAllocator.Useful(problem, model, slack, times));
    }

    /// <summary>The most memory arrays that can serve a piece, whatever is kept.</summary>
    private int Reach(SegmentProblem problem, int piece) =>
        (int)Math.Min(chip.Arrays, problem.Memory.Where(m => m.DoesServe(piece)).Sum(m => m.Tensor < 0 ? m.Most : (long)sizes[m.Tensor]));

    private SegmentProblem? Problem(Edge edge, UInt128 state, UInt128 kept, int arrays)
    {
        var pieces = edge.Pieces;
        var memory = !options.UsesMemoryMode ? [] : model.KeepsTensors ? TensorMemory(edge, kept) : PaperMemory.Of(network, chip, pieces);
        return !FitsAtAll(pieces, memory, arrays) ? null : new SegmentProblem
        {
            Pieces = pieces,
            MostCopies = [.. pieces.Select((p, i) => !p.Operator.IsMatrix || edge.IsInPlace(state, i) || !options.Duplicates ? 1 : Math.Max(1, Math.Min(p.Operator.Rows, arrays / p.Tiles.Count)))],
            IsLoaded = [.. pieces.Select((p, i) => p.Operator.IsMatrix && !edge.IsInPlace(state, i))],
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
}
