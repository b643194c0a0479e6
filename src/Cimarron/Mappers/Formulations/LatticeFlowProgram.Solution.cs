using Cimarron.Mappers.Recursion;
using Cimarron.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <content>Paths as solutions and solutions as paths.</content>
internal sealed partial class LatticeFlowProgram
{
    /// <summary>The path a solution takes.</summary>
    public IReadOnlyList<PathStep> PathOf(SolveResult solution)
    {
        var steps = new List<PathStep>();
        for (var node = 0; node >= 0;)
        {
            var arc = _leaving[node].MaxBy(a => solution[a.X])!;
            var columns = Enumerable.Range(0, Operands.Count).Select(o => arc.Arc.Columns[o][Enumerable.Range(0, arc.Y[o].Length).MaxBy(i => solution[arc.Y[o][i]])]).ToArray();
            var dim = arc.Arc.Kind switch { ArcKind.Loop => arc.Arc.Dim, ArcKind.Anchor => PathStep.Anchor, _ => PathStep.End };
            steps.Add(new PathStep(arc.Arc.Tile, arc.Arc.Next, dim, arc.Arc.Factor, columns));
            node = arc.Arc.To;
        }

        return steps;
    }

    /// <summary>The values of all variables for a path, to start a solver from; null when a column of it is not in the program.</summary>
    public double[]? Encode(IReadOnlyList<PathStep> steps)
    {
        var values = new double[Model.Variables.Count];
        var state = new PathState { Time = Scale };
        var node = 0;
        foreach (var step in steps)
        {
            var arc = _leaving.GetValueOrDefault(node)?.Find(a => a.Arc.Dim == Math.Max(-1, step.Dim) && a.Arc.Factor == step.Factor && a.Arc.Next == step.Next
                && (a.Arc.Kind == ArcKind.End) == (step.Dim == PathStep.End));
            if (arc is null || !TryEncode(arc, step, values, ref state))
            {
                return null;
            }

            node = arc.Arc.To;
        }

        return values;
    }

    private bool TryEncode(ArcVariables arc, PathStep step, double[] values, ref PathState state)
    {
        values[arc.X.Index] = 1;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var wanted = step.Columns[operand];
            var at = arc.Arc.Columns[operand].FindIndex(c => (c with { Run = null }) == (wanted with { Run = null }));
            if (at < 0)
            {
                return false;
            }

            values[arc.Y[operand][at].Index] = 1;
        }

        if (_hasLatency)
        {
            EncodeTimes(arc, step.Columns, values, ref state);
        }

        return true;
    }

    private void EncodeTimes(ArcVariables arc, Column[] columns, double[] values, ref PathState state)
    {
        var iterations = arc.Arc.Runs * (arc.Arc.Factor - 1);
        var exposed = Cycles(columns.Max(c => c.Exposed));
        values[arc.Energy.Index] = state.Time;
        values[arc.Exposed.Index] = exposed;
        values[arc.Restart.Index] = state.Restart;
        var hidden = (state.Time / arc.Arc.Factor) + (iterations * Cycles(columns.Max(c => c.Hidden)));
        state.Time = Math.Max(state.Time + (iterations * (exposed + state.Restart)), hidden);
        values[arc.Alpha.Index] = state.Time;
        state.Restart = 0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            values[arc.SumIn[operand].Index] = state.Sums[operand];
            state.Sums[operand] += Cycles(columns[operand].Added);
            values[arc.SumOut[operand].Index] = state.Sums[operand];
            state.Restart = Math.Max(state.Restart, state.Sums[operand] - Cycles(columns[operand].Overlapped));
        }

        values[arc.RestartOut.Index] = state.Restart;
        if (arc.Arc.Kind == ArcKind.End)
        {
            double[] preloads = [.. columns.Select(c => Cycles(c.Preload))];
            values[_latency.Index] = Math.Max(Model.Variables[_latency.Index].Lower, Costs.AnalyticModel.Total(state.Time, state.Sums, preloads));
        }
    }

    private struct PathState
    {
        public PathState()
        {
        }

        public double Time { get; set; }

        public double Restart { get; set; }

        public double[] Sums { get; } = new double[Operands.Count];
    }
}
