using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// Multipliers that turn the maxima of the recursion into sums along a path: with shares that add to 1, energy weight e and latency weight
/// m, every mapping's e·energy + m·latency is at least m·N·t + Σ <see cref="Of"/> over its columns (equation (B2) of docs/formulation.md).
/// </summary>
/// <param name="Energy">Weight of an nJ of dynamic energy.</param>
/// <param name="Latency">Weight of a cycle.</param>
/// <param name="Input">Share of inputs in every maximum over operands.</param>
/// <param name="Weight">Share of weights.</param>
/// <param name="Output">Share of outputs; the three add to 1.</param>
internal sealed record PathWeights(double Energy, double Latency, double Input, double Weight, double Output)
{
    public double Share(int operand) => operand switch { 0 => Input, 1 => Weight, _ => Output };

    /// <summary>Least contribution of a column on an arc that is run <paramref name="outer"/> times in <paramref name="inner"/> iterations altogether.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="column">The column.</param>
    /// <param name="inner">Iterations of the arc's loop over the whole run, ω·F.</param>
    /// <param name="outer">Times the loop is entered, ω.</param>
    public double Of(int operand, in Column column, double inner, double outer)
    {
        var cost = Energy * column.Energy;
        if (Latency == 0)
        {
            return cost;
        }

        var cycles = Cycles(operand, column, inner, outer, Share(operand));
        return cost + (Latency * cycles);
    }

    /// <summary>
    /// Restarts pay S except for what the loop itself overlaps, iterations pay what is exposed, the start pays S once. An output's preload is paid
    /// twice, and the way back of its sums, ½ S, comes on top of the maximum.
    /// </summary>
    private static double Cycles(int operand, in Column column, double inner, double outer, double share)
    {
        var isOutput = operand == (int)Operand.Output;
        var once = isOutput ? (1 + share) / 2 : share;
        var preload = isOutput ? 1 + share : share;
        var restarts = (outer - 1) * (column.Added - column.Overlapped);
        return (share * (restarts + ((inner - outer) * column.Exposed))) + (once * column.Added) + (preload * column.Preload);
    }
}
