using Cimarron.DualMode.Allocation;
using Cimarron.Solvers;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Has a solver find the least time of every segment of a plan, and compares.</summary>
public static class AllocationCheck
{
    /// <summary>Facts for the report: how many allocations the solver confirmed; none without a solver.</summary>
    /// <exception cref="DiagnosticException">The solver failed, or found another time, which is a bug.</exception>
    public static IReadOnlyList<(string Name, string Value)> Run(Plan plan, IMipSolver? solver, CancellationToken cancellation)
    {
        if (solver is null)
        {
            return [];
        }

        var segments = plan.Blocks.SelectMany(b => b.Iterations).SelectMany(i => i.Segments).Where(s => s.Problem is not null && s.Pieces.Any(p => p.Operator.IsMatrix)).Distinct().ToArray();
        foreach (var segment in segments)
        {
            var exact = ParametricAllocator.Fastest(segment.Problem!, plan.Model)!.Time;
            var solved = CountsProgram.Solve(segment.Problem!, plan.Model, solver, cancellation);
            if (solved is not { } time || Math.Abs(time - exact) > 1e-6 * exact)
            {
                throw new InvalidOperationException($"{solver.Name} finds {solved:R} cycles for the segment of '{segment.Pieces[0].Operator.Name}', the exact method {exact:R}");
            }
        }

        return [("certificate", $"{solver.Name} confirms the least time of {segments.Length} segments")];
    }
}
