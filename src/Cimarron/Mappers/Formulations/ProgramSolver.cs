using System.Diagnostics;
using Cimarron.Costs;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Solvers;

namespace Cimarron.Mappers.Formulations;

/// <summary>Solves the programs of a scheme for an objective: latency and energy by one program, the energy-delay product by a sweep of latency caps.</summary>
internal sealed class ProgramSolver(ChipSearchTables chip, IMipSolver solver, Objective objective)
{
    /// <summary>Relative slack for what solvers compare with tolerances.</summary>
    public const double Tolerance = 1e-6;

    private readonly double _leakage = chip.Costs.Chip.LeakageNanojoulesPerCycle;
    private readonly AnalyticModel _model = new(chip.Costs.Chip);

    /// <summary>The best mapping of a program that is no worse than a limit.</summary>
    /// <param name="write">Writes the program for a goal.</param>
    /// <param name="compute">Cycles of computing, N·t.</param>
    /// <param name="limit">Objective value that is known to be reachable; the program holds mappings up to it.</param>
    /// <param name="leastDynamic">Bound on the energy without leakage, nJ.</param>
    /// <param name="timeLimit">Wall-clock limit.</param>
    /// <param name="cancellationToken">Stops the solver.</param>
    public ProgramOutcome Solve(Func<ProgramGoal, IMappingProgram> write, double compute, double limit, double leastDynamic, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var most = limit * (1 + Tolerance);
        var cap = objective switch
        {
            Objective.Latency => most,
            Objective.Energy => _leakage > 0 ? (most - leastDynamic) / _leakage : double.PositiveInfinity,
            _ => most / Math.Max(double.Epsilon, leastDynamic + (_leakage * compute)),
        };
        if (cap < compute)
        {
            return new ProgramOutcome(IsComplete: true, double.PositiveInfinity, null, most, null, 0, 0, 0);
        }

        var goal = new ProgramGoal(objective == Objective.Latency, cap, _leakage, EnergyScale(limit, compute), chip.Room.Bits(0), objective switch { Objective.Energy => most, Objective.Edp => most / compute, _ => double.PositiveInfinity });
        return objective == Objective.Edp
            ? Sweep(write, compute, goal, limit, timeLimit, watch, cancellationToken)
            : One(write, goal, timeLimit, watch, cancellationToken);
    }

    private double EnergyScale(double limit, double compute) => objective switch { Objective.Energy => limit, Objective.Edp => limit / compute, _ => 1 };

    private ProgramOutcome One(Func<ProgramGoal, IMappingProgram> write, ProgramGoal goal, TimeSpan timeLimit, Stopwatch watch, CancellationToken cancellationToken)
    {
        var program = write(goal);
        var result = solver.Solve(program.Model, Options(timeLimit, program.Start), null, cancellationToken);
        var (mapping, cost) = Read(program, result);
        var value = mapping is null ? double.PositiveInfinity : ObjectiveValue.Of(objective, cost.Cycles, cost.Nanojoules);
        var none = goal.IsLatency ? goal.LatencyCap : double.PositiveInfinity;
        var bound = result.Status == SolveStatus.Infeasible ? none : result.Bound * program.Unit ?? double.NegativeInfinity;
        return new ProgramOutcome(IsProof(result), value, mapping, bound, result.RootBound * program.Unit, result.Nodes ?? 0, 1, watch.Elapsed.TotalSeconds);
    }

    /// <summary>
    /// Least energy E under a latency cap proves E·L for all latencies L from best/E to the cap; so the next cap is best/E. The sweep ends when no
    /// mapping keeps the cap.
    /// </summary>
    private ProgramOutcome Sweep(Func<ProgramGoal, IMappingProgram> write, double compute, ProgramGoal goal, double limit, TimeSpan timeLimit, Stopwatch watch, CancellationToken cancellationToken)
    {
        var (best, mapping, bound, root) = (limit, (Mapping?)null, double.PositiveInfinity, (double?)null);
        var (nodes, programs) = (0L, 0);
        for (var cap = goal.LatencyCap; cap >= compute;)
        {
            var program = write(goal with { LatencyCap = cap });
            var left = timeLimit - watch.Elapsed;
            var result = solver.Solve(program.Model, Options(left < TimeSpan.FromSeconds(0.1) ? TimeSpan.FromSeconds(0.1) : left, null), null, cancellationToken);
            (nodes, programs, root) = (nodes + (result.Nodes ?? 0), programs + 1, root ?? result.RootBound * program.Unit * compute);
            if (result.Status == SolveStatus.Infeasible)
            {
                break;
            }

            var (candidate, cost) = Read(program, result);
            var energy = result.Bound * program.Unit;
            if (candidate is null || energy is null || !IsProof(result))
            {
                return new ProgramOutcome(IsComplete: false, mapping is null ? double.PositiveInfinity : best, mapping, double.NegativeInfinity, root, nodes, programs, watch.Elapsed.TotalSeconds);
            }

            if (cost.Edp <= best * (1 + Tolerance) && (mapping is null || cost.Edp < best))
            {
                (best, mapping) = (Math.Min(best, cost.Edp), candidate);
            }

            var next = Math.Min(cost.Cycles, best / energy.Value) * (1 - Tolerance);
            bound = Math.Min(bound, next * energy.Value);
            cap = Math.Min(next, cap * (1 - Tolerance));
        }

        var value = mapping is null ? double.PositiveInfinity : _model.Measure(mapping).Edp;
        return new ProgramOutcome(IsComplete: true, value, mapping, bound, root, nodes, programs, watch.Elapsed.TotalSeconds);
    }

    private static bool IsProof(SolveResult result) => result.Status is SolveStatus.Optimal or SolveStatus.Infeasible;

    private static SolveOptions Options(TimeSpan timeLimit, double[]? start) => new() { TimeLimit = timeLimit, RelativeGap = Tolerance / 10, WarmStart = start };

    private (Mapping? Mapping, LatencyEnergy Cost) Read(IMappingProgram program, SolveResult result)
    {
        if (!result.HasSolution)
        {
            return (null, default);
        }

        var mapping = program.Decode(result);
        return (mapping, _model.Measure(mapping));
    }
}
