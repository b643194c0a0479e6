using Cimarron.Mappings;

namespace Cimarron.Mappers.Exact;

/// <summary>The best mapping found so far for a layer, and the rule by which worse partial mappings are cut.</summary>
internal sealed class Incumbent(SearchGoal goal, double leakage)
{
    /// <summary>Relative difference below which two objective values count as equal; sums of energies differ in their last bits.</summary>
    public const double Tolerance = 1e-12;

    /// <summary>Objective value of the best mapping.</summary>
    public double Primary { get; private set; } = double.PositiveInfinity;

    /// <summary>Its value of the other objective, by which ties are broken.</summary>
    public double Secondary { get; private set; } = double.PositiveInfinity;

    public Mapping? Mapping { get; private set; }

    /// <summary>Partial mappings that cannot get below this value are put off, even if they could improve on the best.</summary>
    public double Ceiling { get; private set; } = double.PositiveInfinity;

    /// <summary>Least bound of what was put off because of <see cref="Ceiling"/>.</summary>
    public double LeastPutOff { get; private set; } = double.PositiveInfinity;

    /// <summary>Least bound of what was cut because it could not improve on the best: with it the ties are cut as well.</summary>
    public double LeastCut { get; private set; } = double.PositiveInfinity;

    /// <summary>Objective value; <paramref name="dynamic"/> is energy without leakage in nJ.</summary>
    public double Value(double cycles, double dynamic) => goal.Objective switch
    {
        Objective.Latency => cycles,
        Objective.Energy => dynamic + ((leakage + goal.CyclePrice) * cycles),
        _ => (dynamic + (leakage * cycles)) * cycles,
    };

    /// <summary>Whether a completion with at least these costs cannot improve on the best, or is put off.</summary>
    public bool Cuts(double cycles, double dynamic)
    {
        if (!IsWithinCaps(cycles, dynamic))
        {
            return true;
        }

        var value = Value(cycles, dynamic);
        if (value < Primary * (1 - Tolerance))
        {
            if (value <= Ceiling)
            {
                return false;
            }

            LeastPutOff = Math.Min(LeastPutOff, value);
            return true;
        }

        if (value <= Primary * (1 + Tolerance) && TieBreak(cycles) < Secondary * (1 - Tolerance))
        {
            return false;
        }

        LeastCut = Math.Min(LeastCut, value);
        return true;
    }

    /// <summary>Whether costs keep the caps of the goal.</summary>
    public bool IsWithinCaps(double cycles, double dynamic) => cycles <= goal.LatencyCap && dynamic + (leakage * cycles) <= goal.EnergyCap;

    public void Take(double cycles, double dynamic, Mapping mapping)
    {
        Primary = Value(cycles, dynamic);
        LeastCut = Math.Min(LeastCut, Primary);
        Secondary = TieBreak(cycles);
        Mapping = mapping;
    }

    /// <summary>Starts from a value that is known to be reachable, without a mapping for it.</summary>
    public void StartAt(double value) => Primary = value;

    /// <summary>A copy that puts off what lies above a ceiling.</summary>
    public Incumbent Under(double ceiling) =>
        new(goal, leakage) { Primary = Primary, Secondary = Secondary, Mapping = Mapping, Ceiling = ceiling };

    /// <summary>Takes over another incumbent if it is better.</summary>
    public void Merge(Incumbent other)
    {
        var better = other.Primary < Primary * (1 - Tolerance);
        if (better || (other.Primary <= Primary * (1 + Tolerance) && other.Secondary < Secondary * (1 - Tolerance)))
        {
            (Primary, Secondary, Mapping) = (other.Primary, other.Secondary, other.Mapping);
        }
    }

    private double TieBreak(double cycles) => goal.BreaksTies ? cycles : 0;
}
