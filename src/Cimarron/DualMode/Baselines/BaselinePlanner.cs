using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Segmentation;

namespace Cimarron.DualMode.Baselines;

/// <summary>
/// Plans in the manner of other compilers: operators fill segments greedily in order, what does not fit is cut into the fewest even pieces, and all arrays compute.
/// </summary>
public sealed class BaselinePlanner
{
    private readonly DualNetwork _network;
    private readonly DualModeChip _chip;
    private readonly BaselineKind _kind;
    private readonly bool _copiesProducts;
    private readonly ICostModel _model;
    private readonly ImmutableArray<Tiling?> _tilings;
    private readonly ImmutableArray<ImmutableArray<Chunking>> _chunkings;
    private readonly TensorSizes _sizes;

    private BaselinePlanner(DualNetwork network, DualModeChip chip, BaselineKind kind, CostSettings cost, bool copiesProducts)
    {
        (_network, _chip, _kind, _copiesProducts, _model) = (network, chip, kind, copiesProducts, cost.ModelOf(chip));
        _tilings = Tiling.Of(network, chip, cost.PacksGroups);
        _chunkings = Chunking.All(network, _tilings, chip.Arrays, isGreedy: true);
        _sizes = new TensorSizes(network, chip, _tilings, _chunkings, new CompileOptions { UsesMemoryMode = false });
    }

    /// <summary>The plan of a baseline.</summary>
    /// <param name="network">The network.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="kind">The baseline.</param>
    /// <param name="cost">The rules of cost.</param>
    /// <param name="copiesProducts">Whether matrix products get copies, or convolutions only.</param>
    public static Plan Plan(DualNetwork network, DualModeChip chip, BaselineKind kind, CostSettings cost, bool copiesProducts = true) =>
        new BaselinePlanner(network, chip, kind, cost, copiesProducts).Plan();

    private Plan Plan()
    {
        var blocks = _network.Blocks.Select(b => new PlannedBlock(b, [new PlannedIterations(b.Repeat, [.. Segments(b, _chunkings).Select(Segment)])])).ToImmutableArray();
        return new Plan
        {
            Network = _network,
            Chip = _chip,
            Model = _model,
            Tilings = _tilings,
            Blocks = blocks,
            Cycles = blocks.Sum(b => b.Iterations.Sum(i => i.Cycles)),
        };
    }

    /// <summary>Pieces in order, as many together as fit.</summary>
    private IEnumerable<(ImmutableArray<Piece> Pieces, int Count)> Segments(DualBlock block, ImmutableArray<ImmutableArray<Chunking>> chunkings)
    {
        var open = ImmutableArray.CreateBuilder<Piece>();
        foreach (var run in Enumerable.Range(block.First, block.Count).SelectMany(o => chunkings[o][^1].Runs))
        {
            var canJoin = _kind != BaselineKind.Occ && run.Count == 1 && open.Sum(p => p.Tiles.Count) + run.Piece.Tiles.Count <= _chip.Arrays
                && open.All(p => p.Operator != run.Piece.Operator && !p.Operator.Results.Contains(run.Piece.Operator.Stationary));
            if (!canJoin && open.Count > 0)
            {
                yield return (open.ToImmutable(), 1);
                open.Clear();
            }

            if (run.Count > 1)
            {
                yield return ([run.Piece], run.Count);
            }
            else
            {
                open.Add(run.Piece);
            }
        }

        if (open.Count > 0)
        {
            yield return (open.ToImmutable(), 1);
        }
    }

    private PlannedSegment Segment((ImmutableArray<Piece> Pieces, int Count) run)
    {
        var (first, last) = (run.Pieces[0], run.Pieces[^1]);
        var isUnderWay = !last.IsLast || run.Count > 1;
        var traffic = SegmentTraffic.Of(
            _network,
            _sizes,
            run.Pieces,
            t => _sizes.IsLive(t, first.Operator.Index, !first.IsFirst),
            t => _sizes.IsLive(t, isUnderWay ? last.Operator.Index : last.Operator.Index + 1, isUnderWay));
        var allocation = _kind == BaselineKind.CimMlcAware ? Aware(run.Pieces) : AllComputing(run.Pieces, Copies(run.Pieces), _model);
        var bus = _model.KeepsTensors ? traffic.Uses.Sum(u => BusTraffic.Cycles(_model, _network.Tensors[u.Tensor], u, Residency.External, Residency.External)) : 0;
        return new PlannedSegment
        {
            Pieces = run.Pieces,
            Count = run.Count,
            Allocation = allocation,
            Traffic = traffic,
            Before = TensorPlaces.Outside,
            After = TensorPlaces.Outside,
            MemoryArrays = 0,
            Cycles = run.Count * (bus + allocation.Total),
        };
    }

    private int[] Copies(ImmutableArray<Piece> pieces)
    {
        var may = pieces.Select(p => p.Operator.IsMatrix && (_copiesProducts || p.Operator.Convolution is not null)).ToArray();
        return _kind switch
        {
            BaselineKind.Puma => Duplication.ToTheSlowest(pieces, may, _chip.Arrays, _model),
            BaselineKind.CimMlc => Duplication.Balanced(pieces, Duplication.Knapsack(pieces, may, _chip.Arrays, _model), _model),
            _ => [.. pieces.Select(_ => 1)],
        };
    }

    private SegmentAllocation Aware(ImmutableArray<Piece> pieces)
    {
        var problem = new SegmentProblem
        {
            Pieces = pieces,
            MostCopies = [.. pieces.Select(p => p.Operator.IsMatrix && (_copiesProducts || p.Operator.Convolution is not null) ? Math.Min(p.Operator.Rows, _chip.Arrays) : 1)],
            IsLoaded = [.. pieces.Select(p => p.Operator.IsMatrix)],
            Memory = [],
            Arrays = _chip.Arrays,
        };
        return ParametricAllocator.Useful(problem, _model, 0)[0];
    }

    /// <summary>A segment in which every array computes, with the given copies.</summary>
    internal static SegmentAllocation AllComputing(ImmutableArray<Piece> pieces, int[] copies, ICostModel model)
    {
        var operators = pieces.Count(p => p.Operator.IsMatrix);
        var time = pieces.Select((p, i) => !p.Operator.IsMatrix ? model.VectorTime(p)
            : Math.Max(model.VectorTime(p), Math.Max(model.ComputeTime(p, copies[i]), model.StreamTime(p, 0, operators)))).Max();
        var loaded = pieces.Select((p, i) => p.Operator.IsMatrix ? copies[i] : 0).ToArray();
        return new SegmentAllocation(time, model.ReloadTime(pieces.AsSpan(), loaded), [.. copies], [], pieces.Select((p, i) => p.Tiles.Count * copies[i]).Sum(), 0);
    }
}
