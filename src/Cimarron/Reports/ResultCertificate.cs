using System.Collections.Immutable;
using Cimarron.Mappers;

namespace Cimarron.Reports;

/// <summary>What a mixed-integer solver has confirmed about a layer; docs/formulation.md says what that means.</summary>
public sealed record ResultCertificate
{
    /// <summary>The solver.</summary>
    public required string Solver { get; init; }

    /// <summary>Whether it confirmed the recursion's optimum.</summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>The recursion's optimum by label setting; null when none was found.</summary>
    public double? RecursionValue { get; init; }

    /// <summary>The best value of the solver; null when it found nothing.</summary>
    public double? SolverValue { get; init; }

    /// <summary>How far above the optimum the mappings may lie whose columns are in the programs, as a share of it.</summary>
    public required double Near { get; init; }

    /// <summary>Spatial schemes: all, excluded by a bound, empty by the search, solved, and of these those with all columns that no bound excludes.</summary>
    public required ImmutableArray<int> Schemes { get; init; }

    /// <summary>Columns of the programs.</summary>
    public required long Columns { get; init; }

    /// <summary>Columns their schemes have in all.</summary>
    public required long AllColumns { get; init; }

    /// <summary>Gap of the linear relaxation of the winner's program; null when the solver does not tell.</summary>
    public double? RootGap { get; init; }

    /// <summary>Nodes of the search trees.</summary>
    public required long Nodes { get; init; }

    /// <summary>Seconds in the solver.</summary>
    public required double SolverSeconds { get; init; }

    /// <summary>Seconds in all.</summary>
    public required double Seconds { get; init; }

    /// <summary>(recursion − exact) / exact on the mapping of the layer.</summary>
    public required double ModelError { get; init; }

    /// <summary>What choosing by the recursion would cost under the exact rules, as a share.</summary>
    public required double Regret { get; init; }

    /// <summary>The energy that, as the solver has proven, no mapping of this spatial scheme can undercut under the exact rules, nJ; null when there is none.</summary>
    public double? ExactLowerBound { get; init; }

    /// <summary>What has been shown and what has not, one sentence each.</summary>
    public required ImmutableArray<string> Statements { get; init; }

    internal static ResultCertificate? From(RecursionCertificate? certificate) => certificate is not { } c ? null : new ResultCertificate
    {
        Solver = c.Solver,
        IsConfirmed = c.IsConfirmed,
        RecursionValue = double.IsFinite(c.RecursionValue) ? c.RecursionValue : null,
        SolverValue = c.SolverValue,
        Near = c.Near,
        Schemes = [c.Schemes, c.SchemesExcluded, c.SchemesEmpty, c.SchemesSolved, c.SchemesSolvedInFull],
        Columns = c.Columns,
        AllColumns = c.AllColumns,
        RootGap = c.RootGap is { } gap && double.IsFinite(gap) ? gap : null,
        Nodes = c.Nodes,
        SolverSeconds = c.SolverSeconds,
        Seconds = c.Seconds,
        ModelError = c.ModelError,
        Regret = c.Regret,
        ExactLowerBound = c.ExactFloor?.LowerBound,
        Statements = c.Statements,
    };
}
