namespace Cimarron.DualMode.Literal;

/// <summary>Cycles of one network by the literal reading, compiled in four ways.</summary>
/// <param name="Baseline">CIM-MLC-style, its copies blind to what loading them costs.</param>
/// <param name="GreedyCompute">The dynamic program over the largest pieces, every array computing.</param>
/// <param name="GreedyDual">The same with arrays as memory.</param>
/// <param name="Chosen">The same with a size of pieces chosen for every divided operator; equal to <paramref name="GreedyDual"/> with greedy pieces.</param>
/// <param name="MemoryShare">Memory arrays of the last plan as a share of all, weighted by time.</param>
public sealed record LiteralResult(double Baseline, double GreedyCompute, double GreedyDual, double Chosen, double MemoryShare)
{
    /// <summary>What counting loads gains, both in copies and in segments.</summary>
    public double Copies => Baseline / GreedyCompute;

    /// <summary>What arrays as memory gain.</summary>
    public double Modes => GreedyCompute / GreedyDual;

    /// <summary>What choosing the size of pieces gains.</summary>
    public double Pieces => GreedyDual / Chosen;

    /// <summary>The product of the three.</summary>
    public double Speedup => Baseline / Chosen;
}
