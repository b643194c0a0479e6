using System.Collections.Immutable;

namespace Cimarron.Mappers;

/// <summary>
/// What a mixed-integer solver has confirmed about a layer: the optimum of the analytic recursion (docs/formulation.md), which is a model of
/// the exact rules and not a bound on them.
/// </summary>
public sealed record RecursionCertificate
{
    /// <summary>Name and version of the solver.</summary>
    public required string Solver { get; init; }

    /// <summary>What was minimised.</summary>
    public required Objective Objective { get; init; }

    /// <summary>The recursion's optimum over all schemes, by label setting; the best known when <see cref="IsSearchComplete"/> is false. Cycles, nJ or nJ·cycles.</summary>
    public required double RecursionValue { get; init; }

    /// <summary>Whether the label-setting search covered every scheme.</summary>
    public required bool IsSearchComplete { get; init; }

    /// <summary>The best value the solver found; null when it found no mapping.</summary>
    public double? SolverValue { get; init; }

    /// <summary>Whether every program was solved to the end and none holds a mapping better than <see cref="RecursionValue"/>, which one reaches.</summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>The programs hold every column of every mapping that the label-setting search kept up to 1 + this times the optimum; 0 when only the optimum's own columns.</summary>
    public required double Near { get; init; }

    /// <summary>Spatial schemes of the layer.</summary>
    public required int Schemes { get; init; }

    /// <summary>Schemes that a bound excludes.</summary>
    public required int SchemesExcluded { get; init; }

    /// <summary>Schemes that have no mapping near the optimum by the label-setting search.</summary>
    public required int SchemesEmpty { get; init; }

    /// <summary>Schemes whose program went to the solver.</summary>
    public required int SchemesSolved { get; init; }

    /// <summary>Of these, the schemes whose program holds every column that a bound does not exclude, whatever the search says.</summary>
    public required int SchemesSolvedInFull { get; init; }

    /// <summary>Columns of the programs.</summary>
    public required long Columns { get; init; }

    /// <summary>Columns these schemes have in all.</summary>
    public required long AllColumns { get; init; }

    /// <summary>(value − bound of the linear relaxation) / value for the scheme that holds the optimum; null when the solver does not tell.</summary>
    public double? RootGap { get; init; }

    /// <summary>Nodes of all search trees.</summary>
    public required long Nodes { get; init; }

    /// <summary>Seconds in the solver.</summary>
    public required double SolverSeconds { get; init; }

    /// <summary>Seconds in all.</summary>
    public required double Seconds { get; init; }

    /// <summary>The mapping that is best under the exact rules, measured by the recursion.</summary>
    public required double RecursionOfExact { get; init; }

    /// <summary>The mapping that is best under the recursion, measured by the exact rules.</summary>
    public required double ExactOfRecursion { get; init; }

    /// <summary>The objective of the mapping that was certified, under the exact rules.</summary>
    public required double ExactValue { get; init; }

    /// <summary>(recursion − exact) / exact on the mapping that is best under the exact rules.</summary>
    public double ModelError => (RecursionOfExact - ExactValue) / ExactValue;

    /// <summary>(exact value of the recursion's winner − exact value) / exact value: what choosing by the recursion would cost.</summary>
    public double Regret => (ExactOfRecursion - ExactValue) / ExactValue;

    /// <summary>What the solver has proven about the energy under the exact rules; null for other objectives, or when nothing useful came of it.</summary>
    public ExactFloor? ExactFloor { get; init; }

    /// <summary>What has been shown and what has not, one sentence each.</summary>
    public required ImmutableArray<string> Statements { get; init; }
}
