using Cimarron.Solvers;

namespace Cimarron.DualMode.Allocation;

/// <summary>Solves an allocation program to optimality.</summary>
internal static class SolvedProgram
{
    /// <summary>The optimum with its values; null when there is none.</summary>
    public static SolveResult? Values(IMipSolver solver, MipModel program, CancellationToken cancellation)
    {
        var result = solver.Solve(program, new SolveOptions { RelativeGap = 0, AbsoluteGap = 0 }, null, cancellation);
        return result.Status switch
        {
            SolveStatus.Optimal => result,
            SolveStatus.Infeasible => null,
            _ => throw new DiagnosticException(Diagnostic.Error("CIM0813", $"the solver {result.SolverName} stopped with {result.Status} on an allocation of {program.Variables.Count} variables", hint: "the exact allocation needs no solver; leave out --certify")),
        };
    }
}
