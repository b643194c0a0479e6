using System.Collections.Immutable;

namespace Cimarron.Simulation;

/// <summary>What the step-by-step walk of a mapping measured.</summary>
public sealed record SimulationResult
{
    /// <summary>Cycles from start to the last timer; fractional after a preload (rule 12).</summary>
    public required double LatencyCycles { get; init; }

    /// <summary>Macro activations per core: the innermost iterations walked.</summary>
    public required long MacActivations { get; init; }

    /// <summary>Cores used: the product of the spatial loops on the cores axis.</summary>
    public required long CoresUsed { get; init; }

    /// <summary>Energy of the macros, nJ (rule 14).</summary>
    public required double MacNanojoules { get; init; }

    /// <summary>Static energy over the latency, nJ (rule 14).</summary>
    public required double LeakageNanojoules { get; init; }

    /// <summary>Memory energy, one entry per level and operand the level can hold, in level order (rule 13).</summary>
    public required ImmutableArray<SimulatedEnergy> Memory { get; init; }

    /// <summary>The nest as walked, anchors spelled out, outermost first.</summary>
    public required ImmutableArray<SimulatedLoop> Nest { get; init; }

    /// <summary>Every kind of transfer: input, weight, output, each from its outermost level inwards.</summary>
    public required ImmutableArray<SimulatedTransfer> Transfers { get; init; }

    /// <summary>Macros, leakage and all memory levels, nJ.</summary>
    public double TotalNanojoules
    {
        get
        {
            var total = MacNanojoules + LeakageNanojoules;
            foreach (var entry in Memory)
            {
                total += entry.ReadNanojoules + entry.WriteNanojoules;
            }

            return total;
        }
    }
}
