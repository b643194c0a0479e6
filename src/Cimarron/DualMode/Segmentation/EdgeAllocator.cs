using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>The useful allocations of a segment between two states.</summary>
internal sealed class EdgeAllocator(DualNetwork network, DualModeChip chip, TensorSizes sizes, ICostModel model, CompileOptions options, TimeTables tables)
{
    private static readonly EdgeAllocations Nothing = new(0, null, []);

    private readonly double _slack = 2.0 * chip.Arrays * Math.Max(chip.SwitchToComputeCycles, chip.SwitchToMemoryCycles);

    /// <summary>The allocations. What was found before is not searched again.</summary>
    /// <param name="edge">The segment.</param>
    /// <param name="kept">A bit for every use that is kept whole in arrays, then one for every piece that computes in place.</param>
    /// <param name="arrays">Arrays that tensors which only wait leave.</param>
    public EdgeAllocations Find(Edge edge, Bits128 kept, int arrays)
    {
        if (arrays <= 0)
        {
            return Nothing;
        }

        var allocations = edge.Cache.Find(kept, arrays);
        if (allocations is null)
        {
            allocations = Allocate(edge, kept, arrays);
            edge.Cache.Add(kept, allocations);
        }

        return allocations;
    }

    /// <summary>Arrays of tensors that only wait.</summary>
    public int Waiting(Edge edge, Bits128 target)
    {
        var (bystanders, links) = (0, edge.Links);
        for (var position = 0; position < links.LiveUse.Length; position++)
        {
            bystanders += links.LiveUse[position] < 0 && Cut.At(target, position) != Residency.External ? sizes[edge.To.Live[position]] : 0;
        }

        return bystanders;
    }

    /// <summary>Cycles of loading and computing when some places are given and all others are as good as can be: no allocation takes less.</summary>
    /// <param name="edge">The segment.</param>
    /// <param name="kept">A bit for every use that is kept whole in arrays.</param>
    /// <param name="arrays">Arrays that tensors which only wait leave.</param>
    /// <param name="loaded">The piece whose stationary operand is known not to be in its place; −1 for none.</param>
    public double Least(Edge edge, Bits128 kept, int arrays, int loaded)
    {
        var least = edge.Cache.FindLeast(kept, arrays, loaded);
        if (least is null)
        {
            least = new EdgeLeast(arrays, loaded, FindLeast(edge, kept, arrays, loaded));
            edge.Cache.Add(kept, least);
        }

        return least.Cycles;
    }

    /// <summary>Cycles of loading and computing when all places are as good as can be.</summary>
    public double Least(Edge edge)
    {
        // Operands that are produced here serve only when they are kept.
        if (!ProducesOperands(edge))
        {
            return Least(edge, default, chip.Arrays, -1);
        }

        var problem = Problem(edge, default, chip.Arrays);
        if (problem is null)
        {
            return double.PositiveInfinity;
        }

        var memory = problem.Memory.Select(m => m.Tensor < 0 ? m : m with { Most = Math.Min(sizes[m.Tensor], chip.Arrays) });
        return ParametricAllocator.Least(Relaxed(problem with { Memory = [.. memory] }, -1), model, Times(edge, problem));
    }

    private double FindLeast(Edge edge, Bits128 kept, int arrays, int loaded)
    {
        var problem = Problem(edge, kept, arrays);
        if (problem is null)
        {
            return double.PositiveInfinity;
        }

        return ParametricAllocator.Least(Relaxed(problem, loaded), model, Times(edge, problem));
    }

    private bool ProducesOperands(Edge edge)
    {
        foreach (var use in edge.Links.Traffic.Uses.AsSpan())
        {
            if (network.Tensors[use.Tensor].StationaryOf >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The problem when operands that are produced at run time are in place already, but for one piece.</summary>
    private static SegmentProblem Relaxed(SegmentProblem problem, int loaded)
    {
        var isLoaded = ImmutableArray.CreateBuilder<bool>(problem.Pieces.Length);
        for (var i = 0; i < problem.Pieces.Length; i++)
        {
            var op = problem.Pieces[i].Operator;
            isLoaded.Add(op.IsMatrix && (op.Stationary < 0 || i == loaded));
        }

        return problem with { IsLoaded = isLoaded.MoveToImmutable() };
    }

    private SegmentTimes Times(Edge edge, SegmentProblem problem)
    {
        if (edge.Cache.Times is null)
        {
            var reach = new int[edge.Pieces.Length];
            for (var i = 0; i < reach.Length; i++)
            {
                reach[i] = Reach(problem, i);
            }

            edge.Cache.Times = new SegmentTimes(edge.Pieces, tables, reach);
        }

        return edge.Cache.Times;
    }

    private EdgeAllocations Allocate(Edge edge, Bits128 kept, int arrays)
    {
        var problem = Problem(edge, kept, arrays);
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
        return new EdgeAllocations(arrays, problem, [.. ParametricAllocator.Useful(problem, model, slack, times)]);
    }

    /// <summary>The most memory arrays that can serve a piece, whatever is kept.</summary>
    private int Reach(SegmentProblem problem, int piece)
    {
        var most = 0L;
        foreach (var memory in problem.Memory.AsSpan())
        {
            most += !memory.DoesServe(piece) ? 0 : memory.Tensor < 0 ? memory.Most : sizes[memory.Tensor];
        }

        return (int)Math.Min(chip.Arrays, most);
    }

    private SegmentProblem? Problem(Edge edge, Bits128 kept, int arrays)
    {
        var pieces = edge.Pieces;
        var memory = !options.UsesMemoryMode ? [] : model.KeepsTensors ? TensorMemory(edge, kept) : PaperMemory.Of(network, chip, pieces);
        if (!FitsAtAll(pieces, memory, arrays))
        {
            return null;
        }

        var uses = edge.Links.Traffic.Uses.Length;
        var (copies, loaded) = (ImmutableArray.CreateBuilder<int>(pieces.Length), ImmutableArray.CreateBuilder<bool>(pieces.Length));
        for (var i = 0; i < pieces.Length; i++)
        {
            var (op, isInPlace) = (pieces[i].Operator, kept[uses + i]);
            copies.Add(!op.IsMatrix || isInPlace || !options.Duplicates ? 1 : Math.Max(1, Math.Min(op.Rows, arrays / pieces[i].Tiles.Count)));
            loaded.Add(op.IsMatrix && !isInPlace);
        }

        return new SegmentProblem { Pieces = pieces, MostCopies = copies.MoveToImmutable(), IsLoaded = loaded.MoveToImmutable(), Memory = memory, Arrays = arrays };
    }

    private static bool FitsAtAll(ImmutableArray<Piece> pieces, ImmutableArray<TensorArrays> memory, int arrays)
    {
        var least = 0L;
        foreach (var piece in pieces.AsSpan())
        {
            least += piece.Tiles.Count;
        }

        foreach (var tensor in memory.AsSpan())
        {
            least += tensor.Least;
        }

        return least <= arrays;
    }

    private ImmutableArray<TensorArrays> TensorMemory(Edge edge, Bits128 kept)
    {
        var uses = edge.Links.Traffic.Uses;
        var memory = ImmutableArray.CreateBuilder<TensorArrays>(uses.Length);
        for (var i = 0; i < uses.Length; i++)
        {
            memory.Add(Memory(uses[i], kept[i]));
        }

        return memory.MoveToImmutable();
    }

    private TensorArrays Memory(TensorUse use, bool isKept) => new(
        use.Pieces,
        isKept ? use.KeepArrays : 0,
        isKept || network.Tensors[use.Tensor].StationaryOf < 0 ? Math.Min(use.KeepArrays, chip.Arrays) : 0,
        use.Tensor);
}
