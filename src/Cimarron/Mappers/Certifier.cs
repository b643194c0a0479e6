using System.Collections.Immutable;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Formulations;
using Cimarron.Mappings;
using Cimarron.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>Has a mixed-integer solver confirm what it can about a layer (docs/formulation.md, "What a certificate says").</summary>
public sealed class Certifier
{
    private const double Equal = 1e-5;

    private readonly IMipSolver _solver;
    private readonly bool _inFull;

    /// <summary>A certifier that asks a solver.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="inFull">Whether the programs hold every column that no bound excludes, however large they get, instead of those near the optimum.</param>
    public Certifier(IMipSolver solver, bool inFull = false) => (_solver, _inFull) = (solver, inFull);

    /// <summary>Confirms the recursion's optimum of a layer and compares it with a mapping.</summary>
    /// <param name="mapping">A legal mapping that keeps the conditions of <paramref name="options"/>, usually the exact optimum.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">The options the mapping was searched with; the recursion's optimum is the one under the same conditions. The time limit, 60 s if there is none, is for the certificate alone; caps are not looked at.</param>
    /// <param name="cancellationToken">Stops the search and the solver; the certificate then says so.</param>
    /// <exception cref="DiagnosticException">The solver failed (<see cref="ExitCode.SolverFailed"/>), or the chip has several shared levels.</exception>
    public RecursionCertificate Certify(Mapping mapping, Chip chip, MapperOptions options, CancellationToken cancellationToken = default)
    {
        var limited = options with { TimeLimit = options.TimeLimit ?? TimeSpan.FromSeconds(MapperOptions.TimeLimitOption.Default) };
        var confirmation = new FlowConfirmation(new ChipSearchTables(chip, options.Constraints), mapping.Layer, limited, _solver, cancellationToken, _inFull);
        confirmation.Run(mapping);
        var optimum = confirmation.Optimum;
        var schemes = confirmation.Schemes;
        var solved = schemes.Where(s => s.Outcome is not null).ToArray();
        var best = confirmation.Best;
        var isConfirmed = confirmation.IsComplete && best is not null && Math.Abs(best.Value - optimum.Value) <= Equal * optimum.Value
            && solved.All(s => s.Outcome!.Bound >= optimum.Value * (1 - Equal));
        double Recursion(Mapping m) => Value(options.Objective, new AnalyticModel(chip).Measure(m));
        double Exact(Mapping m) => Value(options.Objective, new Evaluator(chip).Measure(m));
        var certificate = new RecursionCertificate
        {
            Solver = _solver.Name,
            Objective = options.Objective,
            RecursionValue = optimum.Value,
            IsSearchComplete = optimum.IsProven,
            SolverValue = best?.Value,
            IsConfirmed = isConfirmed,
            Near = confirmation.Near,
            Schemes = optimum.Schemes,
            SchemesExcluded = optimum.Schemes - optimum.Open.Count,
            SchemesEmpty = schemes.Count - solved.Length,
            SchemesSolved = solved.Length,
            SchemesSolvedInFull = solved.Count(s => s.Near is null),
            Columns = solved.Sum(s => (long)s.Columns),
            AllColumns = solved.Sum(s => (long)s.AllColumns),
            RootGap = best?.RootBound is { } root ? Math.Max(0, (optimum.Value - root) / optimum.Value) : null,
            Nodes = solved.Sum(s => s.Outcome!.Nodes),
            SolverSeconds = solved.Sum(s => s.Outcome!.Seconds),
            Seconds = confirmation.Seconds,
            RecursionOfExact = Recursion(mapping),
            ExactOfRecursion = Exact(optimum.Mapping ?? mapping),
            ExactValue = Exact(mapping),
            Statements = [],
        };
        var left = limited.TimeLimit.Value - TimeSpan.FromSeconds(confirmation.Seconds);
        if (options.Objective == Objective.Energy && left > TimeSpan.FromSeconds(1) && !cancellationToken.IsCancellationRequested)
        {
            certificate = certificate with { ExactFloor = EnergyFloor.Of(new ChipSearchTables(chip, options.Constraints), mapping, limited, _solver, left, cancellationToken) };
        }

        return certificate with { Statements = Statements(certificate) };
    }

    private static double Value(Objective objective, LatencyEnergy cost) => ObjectiveValue.Of(objective, cost.Cycles, cost.Nanojoules);

    private static ImmutableArray<string> Statements(RecursionCertificate c)
    {
        var statements = ImmutableArray.CreateBuilder<string>();
        statements.Add(c.IsConfirmed
            ? $"{c.Solver} finds the recursion's optimum {c.RecursionValue:R} again and proves that no path through the columns of its {Programs(c.SchemesSolved)} is better."
            : c.IsSearchComplete
                ? $"{c.Solver} has not confirmed the recursion's optimum {c.RecursionValue:R} in the time given."
                : "The recursion's optimum was not found in the time given, so nothing is confirmed.");
        statements.Add($"Of {c.Schemes} spatial schemes {c.SchemesExcluded} are excluded by a bound and {c.SchemesEmpty} by the label-setting search, not by the solver.");
        if (c.SchemesSolved > 0)
        {
            statements.Add($"{Programs(c.SchemesSolvedInFull)} of {c.SchemesSolved} hold every column that no bound excludes; the others those of the mappings up to {c.Near * 100:0.###} % above the optimum that the label-setting search kept.");
        }

        statements.Add($"The recursion is a model of the exact rules: on the mapping certified it is off by {c.ModelError * 100:+0.00;-0.00;0.00} %, and choosing by it would cost {c.Regret * 100:0.00} %.");
        statements.Add(c.ExactFloor is { } floor
            ? $"Under the exact rules {c.Solver} proves, by a program of {floor.Columns:N0} columns, that no mapping with this spatial scheme takes less than {floor.LowerBound:N3} nJ; the mapping certified is at most {floor.Gap * 100:0.00} % above the best of them."
            : "The certificate proves nothing about the optimum under the exact rules.");
        return statements.ToImmutable();
    }

    private static string Programs(int count) => count == 1 ? "1 program" : $"{count} programs";
}
