using Cimarron.Mappers.Exact;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// Lower bounds on the objective under the recursion, for a scheme and for the completions of a label. For the energy-delay product the
/// two factors are bounded apart.
/// </summary>
internal sealed class RecursionBound
{
    private const int Improvements = 8;

    private readonly SchemeColumns _columns;
    private readonly Objective _objective;
    private readonly double _leakage;
    private readonly Lazy<double> _leastDynamic;

    /// <summary>Bounds of one scheme.</summary>
    /// <param name="columns">The scheme's columns.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="leakage">Energy per cycle, nJ.</param>
    /// <param name="filter">Side constraints; null for none.</param>
    /// <param name="enough">A bound from here on needs no improvement.</param>
    public RecursionBound(SchemeColumns columns, Objective objective, double leakage, ColumnFilter? filter, double enough)
    {
        _columns = columns;
        _objective = objective;
        _leakage = leakage;
        if (objective == Objective.Energy)
        {
            Paths = [Improve(1, leakage, filter, enough)];
        }
        else if (objective == Objective.Latency)
        {
            Paths = [Improve(0, 1, filter, enough)];
        }
        else
        {
            var energy = new PathBounds(columns, new PathWeights(1, 0, 0, 0, 1), filter);
            Paths = [Improve(0, 1, filter, double.PositiveInfinity), energy];
        }

        _leastDynamic = new Lazy<double>(() => objective switch
        {
            Objective.Latency => 0,
            Objective.Energy => new PathBounds(columns, new PathWeights(1, 0, 0, 0, 1), filter).Root,
            _ => Paths[1].Root,
        });
        Root = Combine(Paths[0].Root, Paths[^1].Root);
    }

    /// <summary>The paths the bound comes from; for the energy-delay product those of latency and those of dynamic energy.</summary>
    public PathBounds[] Paths { get; }

    /// <summary>Bound on every mapping of the scheme; +∞ when there is none.</summary>
    public double Root { get; }

    /// <summary>Least energy without leakage, nJ; 0 when latency is the objective.</summary>
    public double LeastDynamic => _leastDynamic.Value;

    /// <summary>Bound on every completion of a label, which has to be non-negative in all its values.</summary>
    public double OfLabel(ref Label label, ReadOnlySpan<double> values, int index)
    {
        var main = Complete(Paths[0], ref label, values, index);
        return _objective == Objective.Edp ? Combine(main, label.Energy + Paths[1].ToEnd(label.Tile, index)) : main;
    }

    /// <summary>Bound on every mapping of the scheme that takes at least so many cycles.</summary>
    public double OfCycles(double cycles) => _objective switch
    {
        Objective.Latency => cycles,
        Objective.Energy => LeastDynamic + (_leakage * cycles),
        _ => cycles * (LeastDynamic + (_leakage * cycles)),
    };

    /// <summary>The objective's bound from bounds on what <see cref="Paths"/> measure.</summary>
    public double Combine(double main, double dynamic) => _objective == Objective.Edp ? main * (dynamic + (_leakage * main)) : main;

    /// <summary>Equation (B3): the label's own time in each of its runs, its restarts, and what is outside of it.</summary>
    private double Complete(PathBounds paths, ref Label label, ReadOnlySpan<double> values, int index)
    {
        var weights = paths.Weights;
        var runs = _columns.Tables.Repeats[label.Tile];
        var (time, restart) = (values[RecursionSearch.Time], values[RecursionSearch.Restart]);
        var (sums, once) = (0.0, 0.0);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var sum = values[RecursionSearch.Sums + operand];
            sums += weights.Share(operand) * sum;
            once += (operand == (int)Operand.Output ? (1 + weights.Share(operand)) / 2 : weights.Share(operand)) * sum;
        }

        // The next loop, of an unknown factor from 2 to all runs, restarts the label; the loops outside of that restart at least its sums.
        var restarts = runs < 2 ? 0 : Math.Min((runs - 1) * restart, (runs / 2 * restart) + (((runs / 2) - 1) * sums));
        return (weights.Energy * label.Energy) + (weights.Latency * ((runs * time) + restarts + once)) + paths.ToEnd(label.Tile, index);
    }

    /// <summary>Shares that make the bound large: operands whose cycles weigh most in the best path get more.</summary>
    private PathBounds Improve(double energy, double latency, ColumnFilter? filter, double enough)
    {
        double[] shares = [1.0 / 3, 1.0 / 3, 1.0 / 3];
        var best = new PathBounds(_columns, new PathWeights(energy, latency, shares[0], shares[1], shares[2]), filter);
        var current = best;
        for (var step = 1; step <= Improvements && best.Root < enough && latency > 0; step++)
        {
            var cycles = current.CyclesOfBest();
            var largest = cycles.Max();
            if (largest <= 0)
            {
                break;
            }

            // A step towards the operand with the largest sum, shorter every time.
            var length = 1.0 / (1 + step);
            var target = Array.IndexOf(cycles, largest);
            for (var operand = 0; operand < shares.Length; operand++)
            {
                shares[operand] = ((1 - length) * shares[operand]) + (operand == target ? length : 0);
            }

            current = new PathBounds(_columns, new PathWeights(energy, latency, shares[0], shares[1], shares[2]), filter);
            best = current.Root > best.Root ? current : best;
        }

        return best;
    }
}
