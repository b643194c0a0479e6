using System.Collections.Immutable;
using System.Text.Json;

namespace Cimarron.Reports;

/// <summary>One layer shape of a result.</summary>
public sealed record ResultLayer
{
    /// <summary>Name of the first operator of this shape; unique in the result.</summary>
    public required string Name { get; init; }

    /// <summary>Executions in one pass of the network.</summary>
    public required long Count { get; init; }

    /// <summary>The loop bounds, in the form mappings use.</summary>
    public required JsonElement Shape { get; init; }

    /// <summary>The shape for people, e.g. <c>3×3 64→128 @28×28 /2</c>.</summary>
    public required string ShapeText { get; init; }

    /// <summary>Names of the operators of this shape.</summary>
    public required ImmutableArray<string> Nodes { get; init; }

    /// <summary><c>pending</c> while its search goes on, <c>optimal</c>, <c>timeLimit</c>, <c>cancelled</c>, <c>heuristic</c> or <c>infeasible</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Cycles of one execution; null without a mapping, as are the other costs.</summary>
    public double? LatencyCycles { get; init; }

    /// <summary>Energy of one execution.</summary>
    public ResultEnergy? EnergyNanojoules { get; init; }

    /// <summary>Energy-delay product of one execution, nJ·cycles.</summary>
    public double? Edp { get; init; }

    /// <summary>Proven lower bound on the objective.</summary>
    public required double LowerBound { get; init; }

    /// <summary>(value − bound) / value, 0…1; 0 exactly when proven optimal.</summary>
    public required double Gap { get; init; }

    /// <summary>What the bound is valid for.</summary>
    public required string ProvenFor { get; init; }

    /// <summary>What a mixed-integer program found under the analytic recursion; null for other mappers.</summary>
    public ResultRecursion? Recursion { get; init; }

    /// <summary>What a mixed-integer solver has confirmed (<c>--certify</c>); null when it was not asked.</summary>
    public ResultCertificate? Certificate { get; init; }

    /// <summary>Why there is no certificate although one was asked for; null when there is one, or none was asked for.</summary>
    public string? CertificateProblem { get; init; }

    /// <summary>Where the cycles go.</summary>
    public ResultStalls? Stalls { get; init; }

    /// <summary>How well the array is used.</summary>
    public ResultUtilisation? Utilisation { get; init; }

    /// <summary>Why there is no mapping; empty unless infeasible.</summary>
    public required string Infeasibility { get; init; }

    /// <summary>Wall-clock seconds of the search.</summary>
    public required double Seconds { get; init; }

    /// <summary>The mapping, in the form of a mapping file; null without one.</summary>
    public JsonElement? Mapping { get; init; }
}
