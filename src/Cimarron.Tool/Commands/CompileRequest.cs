using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.Solvers;

namespace Cimarron.Tool.Commands;

/// <summary>What <c>compile</c> is asked to do.</summary>
internal sealed record CompileRequest
{
    public required string Model { get; init; }

    public required IReadOnlyDictionary<string, int> Dims { get; init; }

    public required DualModeChip Chip { get; init; }

    public required CompileOptions Options { get; init; }

    /// <summary>File with example inputs; null for none.</summary>
    public string? Calibration { get; init; }

    /// <summary>Examples used at most.</summary>
    public int Samples { get; init; }

    /// <summary>Real value of one step of integer inputs.</summary>
    public float InputScale { get; init; } = 1;

    public string? Output { get; init; }

    public bool Compares { get; init; }

    /// <summary>The compiler to take instead of ours; null for ours.</summary>
    public BaselineKind? Baseline { get; init; }

    /// <summary>Whether the other compilers copy matrix products.</summary>
    public bool CopiesProducts { get; init; } = true;

    /// <summary>Tokens to generate after the prompt; null for none.</summary>
    public int? Generates { get; init; }

    /// <summary>The sparsity pattern; null for the dense network.</summary>
    public PatternRequest? Pattern { get; init; }

    /// <summary>The solver that confirms allocations; null for none.</summary>
    public IMipSolver? Certifier { get; init; }

    public int Threads { get; init; }

    public bool IsQuiet { get; init; }

    public OutputFormat Format { get; init; }
}
