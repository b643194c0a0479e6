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
    /// <summary>The programs of a layer have no more columns altogether, unless the optimum alone needs more.</summary>
    private const int MostColumns = 300;

    /// <summary>A scheme of more columns than this is not worth a try to leave out only those that a bound excludes.</summary>
    private const int MostToSift = 20_000;

    /// <summary>Beyond these extensions of labels their columns are not collected.</summary>
    private const int MostEdges = 2_000_000;

    /// <summary>How far above the optimum mappings are looked for; halved while there are too many.</summary>
    private const double Widest = 0.05;

    /// <summary>Values that differ less are equal.</summary>
    private const double Rounding = 1e-9;

    private readonly ChipSearchTables _chip;
    private readonly Layer _layer;
    private readonly MapperOptions _options;
    private readonly IMipSolver _solver;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TimeSpan _limit;
    private readonly RecursionLayerSearch _search;
    private readonly ColumnFilter? _filter;
    private readonly bool _inFull;

    public FlowConfirmation(ChipSearchTables chip, Layer layer, MapperOptions options, IMipSolver solver, CancellationToken cancellation, bool inFull = false)
    {
        _inFull = inFull;
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

    /// <summary>How far above the optimum the mappings lie whose columns the programs hold, as a fraction of it.</summary>
    public double Near { get; private set; }

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

        var traced = new List<TracedScheme>();
        foreach (var open in Optimum.Open)
        {
            traced.Add(Trace(open.Scheme));
            if (IsOver)
            {
                return;
            }
        }

        var most = Ceiling(traced);
        Near = Math.Max(0, (most / Optimum.Value) - 1);
        foreach (var scheme in traced)
        {
            if (IsOver)
            {
                return;
            }

            Schemes.Add(Confirm(scheme, most));
        }
    }

    private bool IsOver => _watch.Elapsed > _limit || _cancellation.IsCancellationRequested;

    /// <summary>Mappings of a scheme up to the widest distance from the optimum that they are few enough for.</summary>
    private TracedScheme Trace(Scheme scheme)
    {
        var columns = _search.Columns(scheme);
        var bound = new RecursionBound(columns, _options.Objective, _chip.Costs.Chip.LeakageNanojoulesPerCycle, _filter, double.PositiveInfinity);
        for (var width = Widest; ; width = width > 1e-5 ? width / 2 : 0)
        {
            var trace = new LabelTrace(Optimum.Value * (1 + width + Rounding), width > 0 ? MostEdges : int.MaxValue);
            var search = new RecursionSearch(_chip, columns, bound, _options.Objective, double.PositiveInfinity, _filter, trace);
            search.Run(() => trace.IsOverfull || IsOver);
            if (!trace.IsOverfull || IsOver)
            {
                return new TracedScheme(scheme, columns, bound, trace.Columns(), trace.Ceiling, search.Path);
            }
        }
    }

    /// <summary>The largest value such that the columns of the mappings up to it are few; at least the optimum's.</summary>
    private double Ceiling(List<TracedScheme> schemes)
    {
        var common = schemes.Min(s => s.Ceiling);
        var values = schemes.SelectMany(s => s.Traced.Values).Where(v => v <= common).Order().ToArray();
        if (values.Length <= MostColumns)
        {
            return common;
        }

        // The first value that does not fit any more is left out with all that are equal to it.
        var least = Optimum.Value * (1 + Rounding);
        return Math.Max(least, values.Where(v => v < values[MostColumns] * (1 - Rounding)).DefaultIfEmpty(least).Max() * (1 + (Rounding / 2)));
    }

    private SchemeConfirmation Confirm(TracedScheme scheme, double most)
    {
        var all = new FlowGraph(new NearColumns(scheme.Columns, scheme.Traced, most), _filter);
        var full = _inFull || (all.Arcs.Count > 0 && all.AllColumns <= MostToSift) ? Full(scheme) : null;
        var graph = full ?? all;
        double? near = full is null ? Near : null;
        if (graph.Arcs.Count == 0)
        {
            return new SchemeConfirmation(scheme.Scheme, near, 0, graph.AllColumns, null);
        }

        var outcome = new ProgramSolver(_chip, _solver, _options.Objective).Solve(
            goal => new LatticeFlowProgram(graph, goal, _chip, scheme.Best), scheme.Columns.Tables.ComputeCycles, Optimum.Value, scheme.Bound.LeastDynamic, _limit - _watch.Elapsed, _cancellation);
        return new SchemeConfirmation(scheme.Scheme, near, graph.ColumnCount, graph.AllColumns, outcome);
    }

    /// <summary>The program of all columns that no bound excludes; null when it is too large.</summary>
    private FlowGraph? Full(TracedScheme scheme)
    {
        var graph = new FlowGraph(new BoundedColumns(scheme.Columns, scheme.Bound, Optimum.Value), _filter);
        return _inFull || graph.ColumnCount <= MostColumns ? graph : null;
    }
}
