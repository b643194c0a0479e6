using Cimarron.Costs;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <summary>The slot form on the spatial scheme of a known mapping, limited by that mapping's value.</summary>
/// <param name="Mapping">The better of the program's mapping and the known one.</param>
/// <param name="Value">Its value under the recursion.</param>
/// <param name="LowerBound">What is proven of the program's mappings, at most <paramref name="Value"/>.</param>
/// <param name="Outcome">What the solver did.</param>
/// <param name="Size">The program.</param>
internal sealed record SlotRun(Mapping Mapping, double Value, double LowerBound, ProgramOutcome Outcome, ModelSize Size)
{
    /// <summary>Solves the program of the scheme that <paramref name="start"/> uses.</summary>
    public static SlotRun Of(ChipSearchTables chip, Layer layer, MapperOptions options, Mapping start, IMipSolver solver, CancellationToken cancellationToken)
    {
        var tables = new SchemeTables(chip.Costs, layer, SchemeOf(chip.Costs, start));
        var space = new SlotSpace(tables);
        var known = new AnalyticModel(chip.Costs.Chip).Measure(start);
        var limit = ObjectiveValue.Of(options.Objective, known.Cycles, known.Nanojoules);
        ModelSize? size = null;
        IMappingProgram Write(ProgramGoal goal)
        {
            var program = new SlotProgram(chip.Costs, space, goal, options.Profile);
            size ??= program.Model.Size;
            return program;
        }

        var outcome = new ProgramSolver(chip, solver, options.Objective)
            .Solve(Write, tables.ComputeCycles, limit, tables.MacNanojoules, options.TimeLimit ?? TimeSpan.FromDays(1), cancellationToken);
        var (mapping, value) = outcome.Mapping is { } found && outcome.Value < limit ? (found, outcome.Value) : (start, limit);
        return new SlotRun(mapping, value, Math.Clamp(outcome.Bound, 0, value), outcome, size ?? new ModelSize(0, 0, 0, 0, 0));
    }

    /// <summary>The scheme of a mapping: its parallel loops, and what its loops in time cover.</summary>
    public static Scheme SchemeOf(ChipTables chip, Mapping mapping)
    {
        var bounds = new int[Operands.DimCount];
        Array.Fill(bounds, 1);
        foreach (var loop in mapping.Temporal)
        {
            bounds[(int)loop.Dim] *= loop.Size;
        }

        var cores = mapping.Spatial.Where(s => chip.Chip.Axes[s.Axis].Kind == Hardware.AxisKind.Cores).Aggregate(1, (product, s) => product * s.Size);
        return new Scheme(mapping.Spatial, [.. bounds], bounds.Aggregate(1.0, (product, bound) => product * bound), cores);
    }
}
