using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.Solvers;

namespace Cimarron.DualMode.Allocation;

/// <summary>
/// The allocation as a mixed-integer program over counts: which number of copies and of memory arrays each operator has, chosen from what is possible, and how many arrays each tensor has. Arrays are
/// interchangeable, so counts decide. Holds for any cost model; docs/dual-mode.md states it.
/// </summary>
public static class CountsProgram
{
    /// <summary>The least T_intra of a segment, by a solver; null when nothing fits.</summary>
    /// <exception cref="SolverFailure">The solver failed or ran out of time.</exception>
    public static double? Solve(SegmentProblem problem, ICostModel model, IMipSolver solver, CancellationToken cancellation = default)
    {
        var program = Build(problem, model);
        return program is null ? null : SolvedProgram.Value(solver, program, cancellation);
    }

    /// <summary>The program; null when one copy of everything does not fit.</summary>
    internal static MipModel? Build(SegmentProblem problem, ICostModel model)
    {
        var least = problem.Pieces.Sum(p => (long)p.Tiles.Count) + problem.Memory.Sum(m => (long)m.Least);
        if (least > problem.Arrays)
        {
            return null;
        }

        var program = new MipModel("allocation");
        var time = program.AddVariable("T", problem.Pieces.Max(model.VectorTime), double.PositiveInfinity);
        var memory = problem.Memory.Select((m, t) => program.AddVariable($"a_{t}", m.Least, m.Most, VariableKind.Integer)).ToImmutableArray();
        var used = LinearExpression.Sum(memory);
        for (var i = 0; i < problem.Pieces.Length; i++)
        {
            var piece = problem.Pieces[i];
            if (!piece.Operator.IsMatrix)
            {
                continue;
            }

            var most = Math.Min(problem.MostCopies[i], problem.Arrays / piece.Tiles.Count);
            used += piece.Tiles.Count * Choice(program, time, $"d_{i}", 1, most, d => model.ComputeTime(piece, d));
            var serving = Enumerable.Range(0, memory.Length).Where(t => problem.Memory[t].Serves.Contains(i)).ToArray();
            var reach = (int)Math.Min(problem.Arrays, serving.Sum(t => (long)problem.Memory[t].Most));
            var claimed = Choice(program, time, $"m_{i}", 0, reach, m => model.StreamTime(piece, m, problem.Operators));
            program.AddConstraint(LinearExpression.Sum(serving.Select(t => memory[t])) >= claimed, $"memory_{i}");
        }

        program.AddConstraint(used <= problem.Arrays, "arrays");
        program.Minimize(time);
        return program;
    }

    /// <summary>Chooses one number; T is at least its time. The result is the number.</summary>
    private static LinearExpression Choice(MipModel program, Variable time, string name, int first, int last, Func<int, double> timeOf)
    {
        var (chosen, number, taken) = (LinearExpression.Zero, LinearExpression.Zero, LinearExpression.Zero);
        var previous = double.PositiveInfinity;
        for (var n = first; n <= last; n++)
        {
            var t = timeOf(n);
            if (t >= previous)
            {
                continue;
            }

            previous = t;
            var pick = program.AddBinary($"{name}_{n}");
            chosen += pick;
            number += n * (LinearExpression)pick;
            taken += t * (LinearExpression)pick;
        }

        program.AddConstraint(chosen.EqualTo(1), $"{name}_one");
        program.AddConstraint((LinearExpression)time >= taken, $"{name}_time");
        return number;
    }
}
