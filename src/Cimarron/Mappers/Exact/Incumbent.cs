using Cimarron.Mappings;

namespace Cimarron.Mappers.Exact;

/// <summary>The best mapping found so far for a layer, and the rule by which worse partial mappings are cut.</summary>
internal sealed class Incumbent(Objective objective, double leakage)
{
    /// <summary>Relative difference below which two objective values count as equal; sums of energies differ in their last bits.</summary>
    public const double Tolerance = 1e-12;

    public double Primary { get; private set; } = double.PositiveInfinity;

    public double Secondary { get; private set; } = double.PositiveInfinity;

    public Mapping? Mapping { get; private set; }

    /// <summary>Partial mappings that cannot get below this value are put off, even if they could improve on the best.</summary>
    public double Ceiling { get; set; } = double.PositiveInfinity;

    /// <summary>Least bound of what was put off because of <see cref="Ceiling"/>.</summary>
    public double LeastPutOff { get; set; } = double.PositiveInfinity;

    /// <summary>Objective value; <paramref name="dynamic"/> is energy without leakage in nJ.</summary>
    public double Value(double cycles, double dynamic) => objective switch
    {
        Objective.Latency => cycles,
        Objective.Energy => dynamic + (leakage * cycles),
        _ => (dynamic + (leakage * cycles)) * cycles,
    };

    /// <summary>Value of the other objective, by which ties are broken.</summary>
    public double TieBreak(double cycles, double dynamic) => objective == Objective.Latency ? dynamic + (leakage * cycles) : cycles;

    /// <summary>Whether a completion with at least these costs cannot improve on the best.</summary>
    public bool Cuts(double cycles, double dynamic)
    {
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

        return value > Primary * (1 + Tolerance) || TieBreak(cycles, dynamic) >= Secondary * (1 - Tolerance);
    }

    /// <summary>Starts from a value that is known to be reachable, without its mapping.</summary>
    public void StartAt(double value) => Primary = value;

    public void Take(double cycles, double dynamic, Mapping mapping)
    {
        Primary = Value(cycles, dynamic);
        Secondary = TieBreak(cycles, dynamic);
        Mapping = mapping;
    }
}
