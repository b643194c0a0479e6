using System.Diagnostics;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Recursion;
using Cimarron.Mappings;
using Cimarron.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// Finds the recursion's optimum of a layer by label setting over all schemes and has a solver find it again by the lattice-flow programs of
/// all schemes that no bound excludes.
/// </summary>
internal sealed class FlowConfirmation
{
    /// <summary>A program of more columns is cut down to those near the optimum.</summary>
    private const int MostColumns = 300;

    /// <summary>Beyond these extensions of labels their columns are not collected.</summary>
    private const int MostEdges = 2_000_000;

    /// <summary>Tried from the widest on until the program is small enough.</summary>
    private static readonly double[] Widths = [0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0001, 0];

    private readonly ChipSearchTables _chip;
    private readonly Layer _layer;
    private readonly MapperOptions _options;
    private readonly IMipSolver _solver;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TimeSpan _limit;
    private readonly RecursionLayerSearch _search;
    private readonly ColumnFilter? _filter;

    public FlowConfirmation(ChipSearchTables chip, Layer layer, MapperOptions options, IMipSolver solver, CancellationToken cancellation)
    {
        _chip = chip;
        _layer = layer;
        _options = options;
        _solver = solver;
        _cancellation = cancellation;
        _limit = options.TimeLimit ?? TimeSpan.FromDays(1);
        _filter = ColumnFilter.Of(chip.Room.Constraints);
        _search = new RecursionLayerSearch(chip, layer, options, () => cancellation.IsCancellationRequested || _watch.Elapsed > _limit / 2);
    }

    /// <summary>The optimum by label setting; set by <see cref="Run"/>.</summary>
    public RecursionOptimum Optimum { get; private set; } = null!;

    /// <summary>Per scheme that no bound excludes what came of it.</summary>
    public List<SchemeConfirmation> Schemes { get; } = [];

    /// <summary>Wall-clock seconds so far.</summary>
    public double Seconds => _watch.Elapsed.TotalSeconds;

    /// <summary>The outcome with the best mapping a solver has found; null when there is none.</summary>
    public ProgramOutcome? Best => Schemes.Select(s => s.Outcome).Where(o => o?.Mapping is not null).MinBy(o => o!.Value);

    /// <summary>Whether every scheme that may hold a mapping near the optimum was settled.</summary>
    public bool IsComplete => Optimum.IsProven && Schemes.Count == Optimum.Open.Count && Schemes.All(s => s.Outcome is null or { IsComplete: true });

    /// <summary>What is proven of the recursion over all schemes: by the solver where it was asked, by the search elsewhere.</summary>
    public double LowerBound => Math.Min(Optimum.LowerBound, Schemes.Select(s => s.Outcome?.Bound ?? double.PositiveInfinity).DefaultIfEmpty(double.PositiveInfinity).Min());

    /// <summary>Searches, then solves.</summary>
    /// <param name="known">Mappings to start from.</param>
    public void Run(params ReadOnlySpan<Mapping> known)
    {
        Optimum = _search.Run(known);
        if (Optimum.Mapping is null)
        {
            return;
        }

        foreach (var open in Optimum.Open)
        {
            var left = _limit - _watch.Elapsed;
            if (left <= TimeSpan.Zero || _cancellation.IsCancellationRequested)
            {
                return;
            }

            Schemes.Add(Confirm(open.Scheme, left));
        }
    }

    private SchemeConfirmation Confirm(Scheme scheme, TimeSpan left)
    {
        var columns = _search.Columns(scheme);
        var bound = new RecursionBound(columns, _options.Objective, _chip.Costs.Chip.LeakageNanojoulesPerCycle, _filter, double.PositiveInfinity);
        var (graph, near, path) = Choose(columns, bound);
        if (graph.Arcs.Count == 0)
        {
            return new SchemeConfirmation(scheme, near, 0, graph.AllColumns, null);
        }

        var outcome = new ProgramSolver(_chip, _solver, _options.Objective).Solve(
            goal => new LatticeFlowProgram(graph, goal, _chip, path), columns.Tables.ComputeCycles, Optimum.Value, bound.LeastDynamic, left, _cancellation);
        return new SchemeConfirmation(scheme, near, graph.ColumnCount, graph.AllColumns, outcome);
    }

    /// <summary>
    /// All columns that no bound excludes if they are few. Otherwise those of all mappings up to a little above the optimum, as little as it takes
    /// to have few.
    /// </summary>
    private (FlowGraph Graph, double? Near, IReadOnlyList<PathStep> Path) Choose(SchemeColumns columns, RecursionBound bound)
    {
        LabelTrace? trace = null;
        foreach (var width in Widths)
        {
            trace = new LabelTrace(Optimum.Value * (1 + width + 1e-9), MostEdges);
            var search = new RecursionSearch(_chip, columns, bound, _options.Objective, double.PositiveInfinity, _filter, trace);
            search.Run(() => trace.IsOverfull || _cancellation.IsCancellationRequested);
            if (trace.IsOverfull && width > 0)
            {
                continue;
            }

            var kept = trace.Columns();
            if (kept.Count <= MostColumns || width == 0)
            {
                var isFull = kept.Count > 0 && width == Widths[0] ? Full(columns, bound) : null;
                return isFull is null ? (new FlowGraph(new NearColumns(columns, kept), _filter), width, search.Path) : (isFull, null, search.Path);
            }
        }

        throw new InvalidOperationException("the last width always decides");
    }

    /// <summary>The program of all columns that no bound excludes; null when it is too large.</summary>
    private FlowGraph? Full(SchemeColumns columns, RecursionBound bound)
    {
        var graph = new FlowGraph(new BoundedColumns(columns, bound, Optimum.Value), _filter);
        return graph.ColumnCount <= MostColumns ? graph : null;
    }
}
