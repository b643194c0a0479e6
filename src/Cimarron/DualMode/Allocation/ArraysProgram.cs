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
        var program = new MipModel("arrays");
        var z = Append(program, problem, model, "");
        program.Maximize(z.Variable);
        return SolvedProgram.Values(solver, program, cancellation) is { } result ? z.Unit / result[z.Variable] : null;
    }

    /// <summary>Adds the allocation of a segment to a program that is to make its rate z large; T is the unit divided by z.</summary>
    /// <param name="program">The program; several segments can be in it.</param>
    /// <param name="problem">The segment.</param>
    /// <param name="model">Its times.</param>
    /// <param name="prefix">What the names of variables and rows begin with.</param>
    internal static ScaledVariable Append(MipModel program, SegmentProblem problem, PaperCost model, string prefix)
    {
        // With one copy of everything and no memory z is 1; no operator can be faster than with all arrays.
        var scale = Scale(problem, model);
        var z = program.AddVariable($"{prefix}z", 1, Math.Max(1, Fastest(problem, model, scale)));
        var arrays = Enumerable.Range(0, problem.Arrays).ToImmutableArray();
        var roles = new List<ImmutableArray<Variable>>();
        ImmutableArray<Variable> Role(string name)
        {
            var lambda = arrays.Select(x => program.AddBinary($"{prefix}{name}_{x}")).ToImmutableArray();
            roles.Add(lambda);
            return lambda;
        }

        var memory = problem.Memory.Select((m, t) => Role($"memory_{t}")).ToImmutableArray();
        for (var t = 0; t < memory.Length; t++)
        {
            program.AddConstraint(LinearExpression.Sum(memory[t]) <= problem.Memory[t].Most, $"{prefix}most_{t}");
            program.AddConstraint(LinearExpression.Sum(memory[t]) >= problem.Memory[t].Least, $"{prefix}least_{t}");
        }

        for (var i = 0; i < problem.Pieces.Length; i++)
        {
            var piece = problem.Pieces[i];
            if (!piece.Operator.IsMatrix)
            {
                continue;
            }

            var copies = program.AddVariable($"{prefix}d_{i}", 1, Math.Max(1, problem.MostCopies[i]), VariableKind.Integer);
            program.AddConstraint(LinearExpression.Sum(Role($"compute_{i}")).EqualTo(piece.Tiles.Count * (LinearExpression)copies), $"{prefix}tiles_{i}");
            program.AddConstraint((LinearExpression)z <= scale / model.ComputeTime(piece, 1) * (LinearExpression)copies, $"{prefix}compute_rate_{i}");
            var (none, one) = (scale / model.StreamTime(piece, 0, problem.Operators), scale / model.StreamTime(piece, 1, problem.Operators));
            var serving = LinearExpression.Sum(Enumerable.Range(0, memory.Length).Where(t => problem.Memory[t].Serves.Contains(i)).SelectMany(t => memory[t]));
            program.AddConstraint((LinearExpression)z <= none + ((one - none) * serving), $"{prefix}stream_rate_{i}");
        }

        foreach (var x in arrays)
        {
            program.AddConstraint(LinearExpression.Sum(roles.Select(r => r[x])) <= 1, $"{prefix}one_mode_{x}");
        }

        return new ScaledVariable(z, scale);
    }

    private static double Fastest(SegmentProblem problem, PaperCost model, double scale)
    {
        var fastest = double.PositiveInfinity;
        foreach (var (piece, i) in problem.Pieces.Select((p, i) => (p, i)).Where(p => p.p.Operator.IsMatrix))
        {
            var copies = Math.Max(1, Math.Min(problem.MostCopies[i], problem.Arrays / piece.Tiles.Count));
            fastest = Math.Min(fastest, scale / Math.Max(model.ComputeTime(piece, copies), model.StreamTime(piece, problem.Arrays, problem.Operators)));
        }

        return double.IsFinite(fastest) ? fastest : 1;
    }

    /// <summary>Brings z near 1.</summary>
    private static double Scale(SegmentProblem problem, PaperCost model) =>
        problem.Pieces.Where(p => p.Operator.IsMatrix).Select(p => Math.Max(model.ComputeTime(p, 1), model.StreamTime(p, 0, problem.Operators))).DefaultIfEmpty(1).Max();
}
