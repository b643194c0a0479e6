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
        var program = new MipModel("allocation");
        if (Append(program, problem, model, "") is not { } time)
        {
            return null;
        }

        program.Minimize(time.Variable);
        return SolvedProgram.Values(solver, program, cancellation) is { } result ? time.Unit * result[time.Variable] : null;
    }

    /// <summary>Adds the allocation of a segment to a program that is to make its time small; null, and nothing added, when one copy of everything does not fit.</summary>
    /// <param name="program">The program; several segments can be in it.</param>
    /// <param name="problem">The segment.</param>
    /// <param name="model">Its times.</param>
    /// <param name="prefix">What the names of variables and rows begin with.</param>
    internal static ScaledVariable? Append(MipModel program, SegmentProblem problem, ICostModel model, string prefix)
    {
        var least = problem.Pieces.Sum(p => (long)p.Tiles.Count) + problem.Memory.Sum(m => (long)m.Least);
        if (least > problem.Arrays)
        {
            return null;
        }

        var choices = problem.Pieces.Select(Choices? (p, i) => p.Operator.IsMatrix ? ChoicesOf(problem, model, i) : null).ToArray();
        var (floor, slowest) = Range(problem, model, choices);
        var unit = floor > 0 ? floor : 1;
        var time = program.AddVariable($"{prefix}T", floor / unit, slowest / unit);
        var memory = problem.Memory.Select((m, t) => program.AddVariable($"{prefix}a_{t}", m.Least, m.Most, VariableKind.Integer)).ToImmutableArray();
        var used = LinearExpression.Sum(memory);
        for (var i = 0; i < problem.Pieces.Length; i++)
        {
            if (choices[i] is not { } own)
            {
                continue;
            }

            used += problem.Pieces[i].Tiles.Count * Choice(program, time, $"{prefix}d_{i}", own.Copies, unit);
            var claimed = Choice(program, time, $"{prefix}m_{i}", own.Memory, unit);
            program.AddConstraint(LinearExpression.Sum(memory.Where((_, t) => problem.Memory[t].Serves.Contains(i)).Select(a => (LinearExpression)a)) >= claimed, $"{prefix}memory_{i}");
        }

        program.AddConstraint(used <= problem.Arrays, $"{prefix}arrays");
        return new ScaledVariable(time, unit);
    }

    private static Choices ChoicesOf(SegmentProblem problem, ICostModel model, int i)
    {
        var piece = problem.Pieces[i];
        var most = Math.Min(problem.MostCopies[i], problem.Arrays / piece.Tiles.Count);
        var reach = (int)Math.Min(problem.Arrays, problem.Memory.Where(m => m.Serves.Contains(i)).Sum(m => (long)m.Most));
        return new Choices(Falling(1, most, d => model.ComputeTime(piece, d)), Falling(0, reach, m => model.StreamTime(piece, m, problem.Operators)));
    }

    /// <summary>The numbers that take less time than all smaller ones.</summary>
    private static List<(int Number, double Time)> Falling(int first, int last, Func<int, double> timeOf)
    {
        var found = new List<(int Number, double Time)>();
        for (var n = first; n <= last; n++)
        {
            var time = timeOf(n);
            if (found.Count == 0 || time < found[^1].Time)
            {
                found.Add((n, time));
            }
        }

        return found;
    }

    /// <summary>
    /// Bounds of T: what nothing undercuts, and what one copy without memory takes. With an unbounded T, and times from ten to a million beside 0 and 1, CBC has ended with a failed assertion of its
    /// simplex; so T is bounded and counted in units of its floor.
    /// </summary>
    private static (double Floor, double Slowest) Range(SegmentProblem problem, ICostModel model, IReadOnlyList<Choices?> choices)
    {
        var (floor, slowest) = (problem.Pieces.Max(model.VectorTime), problem.Pieces.Max(model.VectorTime));
        foreach (var own in choices.OfType<Choices>())
        {
            floor = Math.Max(floor, Math.Max(own.Copies[^1].Time, own.Memory[^1].Time));
            slowest = Math.Max(slowest, Math.Max(own.Copies[0].Time, own.Memory[0].Time));
        }

        return (floor, slowest);
    }

    /// <summary>Chooses one number; T is at least its time. The result is the number.</summary>
    private static LinearExpression Choice(MipModel program, Variable time, string name, List<(int Number, double Time)> choices, double unit)
    {
        var (chosen, number, taken) = (LinearExpression.Zero, LinearExpression.Zero, LinearExpression.Zero);
        foreach (var (n, t) in choices)
        {
            var pick = program.AddBinary($"{name}_{n}");
            chosen += pick;
            number += n * (LinearExpression)pick;
            taken += t / unit * (LinearExpression)pick;
        }

        program.AddConstraint(chosen.EqualTo(1), $"{name}_one");
        program.AddConstraint((LinearExpression)time >= taken, $"{name}_time");
        return number;
    }

    /// <summary>What a piece can be given, with the times it then takes.</summary>
    private sealed record Choices(List<(int Number, double Time)> Copies, List<(int Number, double Time)> Memory);
}
