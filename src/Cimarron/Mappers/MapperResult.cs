using System.Collections.Immutable;
using Cimarron.Costs;
using Cimarron.Mappings;

namespace Cimarron.Mappers;

/// <summary>The best mapping found for a layer and what is proven about it.</summary>
public sealed record MapperResult
{
    /// <summary>What was minimised.</summary>
    public required Objective Objective { get; init; }

    /// <summary>How the search ended.</summary>
    public required MapperStatus Status { get; init; }

    /// <summary>The best mapping; null only when infeasible, cancelled before the first one, or when a heuristic found none.</summary>
    public Mapping? Mapping { get; init; }

    /// <summary>Its cost under the exact rules; null with <see cref="Mapping"/>.</summary>
    public LayerCost? Cost { get; init; }

    /// <summary>Objective value of <see cref="Mapping"/>: cycles, nJ or nJ·cycles; +∞ without one.</summary>
    public required double Value { get; init; }

    /// <summary>Proven lower bound on the objective over the searched space.</summary>
    public required double LowerBound { get; init; }

    /// <summary>(value − bound) / value, 0…1; 0 exactly when proven optimal.</summary>
    public double Gap => Status == MapperStatus.Optimal ? 0 : double.IsPositiveInfinity(Value) ? 1 : Math.Max(0, (Value - LowerBound) / Value);

    /// <summary>What the bound is valid for, one sentence.</summary>
    public required string ProvenFor { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Partial mappings kept by the search, a measure of its effort.</summary>
    public long Labels { get; init; }

    /// <summary>Seed of random choices; null when there are none.</summary>
    public int? Seed { get; init; }

    /// <summary>What a mixed-integer program has found under the analytic recursion; null for other mappers.</summary>
    public RecursionResult? Recursion { get; init; }

    /// <summary>What a mixed-integer solver has confirmed; null when none was asked.</summary>
    public RecursionCertificate? Certificate { get; init; }

    /// <summary>What went wrong after the mapping was found, as a solver that failed to certify it; the mapping and what is proven of it stand.</summary>
    public ImmutableArray<Diagnostic> Problems { get; init; } = [];

    /// <summary>Assumptions the proof rests on, one sentence each.</summary>
    public ImmutableArray<string> Assumptions { get; init; } = [];

    /// <summary>Why no mapping exists, naming the tightest constraint; empty unless infeasible.</summary>
    public string Infeasibility { get; init; } = "";
}
