using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.Solvers;

namespace Cimarron.DualMode.Allocation;

/// <summary>
/// The allocation as CMSwitch states it (Eqs. 5–9): a binary for every array and everything it can be, at most one of which holds (Eqs. 5–7), and all arrays together are the chip (Eq. 8).
/// T = 1/z, and 1/L is linear in the counts of Eq. 10, so z is maximised. For small chips: arrays are interchangeable, which a solver finds out only by trying.
/// </summary>
public static class ArraysProgram
{
    /// <summary>The least T_intra of a segment under the paper's model, by a solver; null when nothing fits.</summary>
    /// <exception cref="DiagnosticException">The solver failed or ran out of time.</exception>
    public static double? Solve(SegmentProblem problem, PaperCost model, IMipSolver solver, CancellationToken cancellation = default)
    {
        var z = SolvedProgram.Value(solver, Build(problem, model), cancellation);
        return z is null ? null : 1 / z * Scale(problem, model);
    }

    internal static MipModel Build(SegmentProblem problem, PaperCost model)
    {
        var program = new MipModel("arrays");
        var scale = Scale(problem, model);
        var z = program.AddVariable("z", 0, double.PositiveInfinity);
        var arrays = Enumerable.Range(0, problem.Arrays).ToImmutableArray();
        var roles = new List<ImmutableArray<Variable>>();
        ImmutableArray<Variable> Role(string name)
        {
            var lambda = arrays.Select(x => program.AddBinary($"{name}_{x}")).ToImmutableArray();
            roles.Add(lambda);
            return lambda;
        }

        var memory = problem.Memory.Select((m, t) => Role($"memory_{t}")).ToImmutableArray();
        for (var t = 0; t < memory.Length; t++)
        {
            program.AddConstraint(LinearExpression.Sum(memory[t]) <= problem.Memory[t].Most, $"most_{t}");
            program.AddConstraint(LinearExpression.Sum(memory[t]) >= problem.Memory[t].Least, $"least_{t}");
        }

        for (var i = 0; i < problem.Pieces.Length; i++)
        {
            var piece = problem.Pieces[i];
            if (!piece.Operator.IsMatrix)
            {
                continue;
            }

            var copies = program.AddVariable($"d_{i}", 1, Math.Max(1, problem.MostCopies[i]), VariableKind.Integer);
            program.AddConstraint(LinearExpression.Sum(Role($"compute_{i}")).EqualTo(piece.Tiles.Count * (LinearExpression)copies), $"tiles_{i}");
            program.AddConstraint((LinearExpression)z <= scale / model.ComputeTime(piece, 1) * (LinearExpression)copies, $"compute_rate_{i}");
            var (none, one) = (scale / model.StreamTime(piece, 0, problem.Operators), scale / model.StreamTime(piece, 1, problem.Operators));
            var serving = LinearExpression.Sum(Enumerable.Range(0, memory.Length).Where(t => problem.Memory[t].Serves.Contains(i)).SelectMany(t => memory[t]));
            program.AddConstraint((LinearExpression)z <= none + ((one - none) * serving), $"stream_rate_{i}");
        }

        foreach (var x in arrays)
        {
            program.AddConstraint(LinearExpression.Sum(roles.Select(r => r[x])) <= 1, $"one_mode_{x}");
        }

        program.Maximize(z);
        return program;
    }

    /// <summary>Brings z near 1.</summary>
    private static double Scale(SegmentProblem problem, PaperCost model) =>
        problem.Pieces.Where(p => p.Operator.IsMatrix).Select(p => Math.Max(model.ComputeTime(p, 1), model.StreamTime(p, 0, problem.Operators))).DefaultIfEmpty(1).Max();
}
