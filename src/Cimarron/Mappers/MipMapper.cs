using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers.Baselines;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Formulations;
using Cimarron.Mappings;
using Cimarron.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>
/// Finds a mapping by a mixed-integer program over the analytic recursion, from a first mapping of the exact search on, and measures it under the
/// exact rules. What is proven is proven for the recursion alone: <see cref="MapperResult.Recursion"/>.
/// </summary>
public sealed class MipMapper : ILayerMapper
{
    private readonly IMipSolver _solver;
    private readonly MipOptions _options;

    /// <summary>A mapper that asks <paramref name="solver"/>.</summary>
    public MipMapper(IMipSolver solver, MipOptions? options = null)
    {
        _solver = solver;
        _options = options ?? new MipOptions();
    }

    /// <inheritdoc/>
    public string Name => "mip";

    /// <inheritdoc/>
    /// <remarks>F2 does, by its columns; F1 has no rows for them.</remarks>
    public bool KeepsConditions => _options.Formulation == MipFormulation.LatticeFlow;

    /// <inheritdoc/>
    /// <exception cref="DiagnosticException">The solver failed (<see cref="ExitCode.SolverFailed"/>), or the chip has several shared levels.</exception>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var baseline = new BaselineSearch(layer, chip, options, progress, cancellationToken);
        var tables = new ChipSearchTables(chip, options.Constraints);
        var first = new LayerSearch(tables, layer, options, null, cancellationToken).First();
        var found = _options.Formulation == MipFormulation.LatticeFlow ? LatticeFlow(tables, layer, options, first.Mapping, cancellationToken)
            : first.Mapping is { } start ? Slots(tables, layer, options, start, cancellationToken)
            : null;
        if (found is not { } recursion)
        {
            // There may be no mapping at all, or conditions leave so few that a quick search finds none: the exact search tells, and why.
            return new LayerSearch(tables, layer, options, progress, cancellationToken).Run();
        }

        baseline.Offer(recursion.Mapping);
        var result = baseline.Result(isCutShort: !recursion.Result.IsOptimal, $"the mapping minimises the analytic recursion, found by the program {Word(_options.Formulation)} with {_solver.Name}");
        return result with
        {
            Recursion = recursion.Result,
            Assumptions = [.. result.Assumptions, .. options.Constraints.Split(chip).Select(c => $"condition: {c.Text}")],
        };
    }

    private static string Word(MipFormulation formulation) => formulation == MipFormulation.Slots ? "F1" : "F2";

    private (Mapping Mapping, RecursionResult Result)? LatticeFlow(ChipSearchTables tables, Layer layer, MapperOptions options, Mapping? start, CancellationToken cancellationToken)
    {
        var confirmation = new FlowConfirmation(tables, layer, options, _solver, cancellationToken);
        confirmation.Run(start is null ? [] : [start]);
        var best = confirmation.Best;
        if ((best?.Mapping ?? confirmation.Optimum.Mapping) is not { } mapping)
        {
            return null;
        }

        var cost = new AnalyticModel(tables.Costs.Chip).Measure(mapping);
        var result = new RecursionResult(
            MipFormulation.LatticeFlow,
            _solver.Name,
            ObjectiveValue.Of(options.Objective, cost.Cycles, cost.Nanojoules),
            confirmation.LowerBound,
            confirmation.IsComplete && best is not null,
            "the recursion over all schemes: by the solver where a program was left to solve, by bounds and label setting elsewhere",
            best?.RootBound,
            confirmation.Schemes.Sum(s => s.Outcome?.Nodes ?? 0),
            confirmation.Schemes.Sum(s => s.Outcome?.Seconds ?? 0));
        return (mapping, result);
    }

    private (Mapping Mapping, RecursionResult Result)? Slots(ChipSearchTables tables, Layer layer, MapperOptions options, Mapping start, CancellationToken cancellationToken)
    {
        var row = SlotRun.Of(tables, layer, options, start, _solver, cancellationToken);
        return (row.Mapping, new RecursionResult(
            MipFormulation.Slots,
            _solver.Name,
            row.Value,
            row.LowerBound,
            row.Outcome.IsComplete,
            "the recursion over the start's spatial scheme, flexible factors, without anchors",
            row.Outcome.RootBound,
            row.Outcome.Nodes,
            row.Outcome.Seconds));
    }
}
