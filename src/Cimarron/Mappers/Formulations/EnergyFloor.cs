using Cimarron.Costs;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Recursion;
using Cimarron.Mappings;
using Cimarron.Solvers;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// A bound on the energy of a spatial scheme under the exact rules, proven by a solver: flows and capacities of the lattice-flow program hold
/// for every legal mapping and its energies are exact, only its latency is a model. Without the latency it is the least energy
/// besides leakage; leakage is added for the least latency possible (equation (B3) of docs/formulation.md).
/// </summary>
internal static class EnergyFloor
{
    /// <summary>A larger program is not worth its time.</summary>
    private const int MostColumns = 15_000;

    /// <summary>A weaker bound, as of a solver that was stopped early, says nothing worth telling.</summary>
    private const double MostGap = 0.5;

    private const double Rounding = 1e-9;

    /// <summary>The bound for the scheme of a mapping.</summary>
    /// <param name="chip">The chip with the conditions of the search; an order of loops is relaxed.</param>
    /// <param name="mapping">A legal mapping; columns that no mapping of at most its energy can use are left out.</param>
    /// <param name="options">Legality and padding as the mapping was searched with.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="timeLimit">Wall-clock limit.</param>
    /// <param name="cancellation">Stops the solver; what it has proven by then still holds.</param>
    /// <returns>Null when the program is too large, or the mapping's loops are those of no scheme.</returns>
    /// <exception cref="DiagnosticException">The solver failed.</exception>
    public static ExactFloor? Of(ChipSearchTables chip, Mapping mapping, MapperOptions options, IMipSolver solver, TimeSpan timeLimit, CancellationToken cancellation)
    {
        var layer = new LayerTables(chip, mapping.Layer, options);
        if (layer.Schemes.FirstOrDefault(s => IsSchemeOf(s, mapping)) is not { } scheme)
        {
            return null;
        }

        var costs = new Evaluator(chip.Costs.Chip).Measure(mapping);
        var leakage = chip.Costs.Chip.LeakageNanojoulesPerCycle * layer.Floor.Cycles(scheme);
        var columns = new SchemeColumns(chip, new StatusMerge(chip.States), new SchemeTables(chip.Costs, mapping.Layer, scheme), options.Profile);
        var most = (costs.Nanojoules - leakage) * (1 + Rounding);
        var graph = new FlowGraph(new EnergyColumns(columns, new PathBounds(columns, new PathWeights(1, 0, 1, 0, 0)), most), filter: null);
        if (graph.Arcs.Count == 0 || graph.ColumnCount > MostColumns)
        {
            return null;
        }

        var goal = new ProgramGoal(IsLatency: false, double.PositiveInfinity, Leakage: 0, most, chip.Costs.CapacityBits[0], double.PositiveInfinity);
        var program = new LatticeFlowProgram(graph, goal, chip, []);
        var result = solver.Solve(program.Model, new SolveOptions { TimeLimit = timeLimit, RelativeGap = ProgramSolver.Tolerance }, null, cancellation);
        if ((result.Status == SolveStatus.Infeasible ? most : result.Bound * program.Unit) is not { } bound)
        {
            return null;
        }

        var floor = new ExactFloor(Math.Min(most, bound) + leakage, costs.Nanojoules, graph.ColumnCount, result.Status is SolveStatus.Optimal or SolveStatus.Infeasible);
        return floor.Gap <= MostGap ? floor : null;
    }

    private static bool IsSchemeOf(Scheme scheme, Mapping mapping)
    {
        var left = new int[Cimarron.Workloads.Operands.DimCount];
        Array.Fill(left, 1);
        foreach (var loop in mapping.Temporal)
        {
            left[(int)loop.Dim] *= loop.Size;
        }

        return scheme.Bounds.AsSpan().SequenceEqual(left) && scheme.Spatial.Length == mapping.Spatial.Length && scheme.Spatial.All(mapping.Spatial.Contains);
    }
}
