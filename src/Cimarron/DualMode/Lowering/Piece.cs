using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Lowering;

/// <summary>The part of an operator that runs in one segment: all of it, or some of its tiles.</summary>
public sealed record Piece
{
    /// <summary>The operator.</summary>
    public required DualOperator Operator { get; init; }

    /// <summary>Its tiles; empty (count 0) for a vector operator.</summary>
    public required Part Tiles { get; init; }

    /// <summary>Features of the operator's output (counted from its own first column) that the tiles contribute to.</summary>
    public required Part Features { get; init; }

    /// <summary>Whether the features are finished: false while tile rows are missing.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Whether earlier tile rows left partial sums.</summary>
    public required bool HasEarlierRows { get; init; }

    /// <summary>Whether this is the operator's last piece.</summary>
    public required bool IsLast { get; init; }

    /// <summary>Whether this is the operator's first piece.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>Real stationary elements in the tiles.</summary>
    public required long WeightElements { get; init; }

    /// <summary>Bits of the index that are loaded with them: every tile has its share by weights, in whole bits.</summary>
    public long IndexBits { get; init; }

    /// <summary>Elements of the moving operand that stream in: rows × reduction covered × groups covered.</summary>
    public required long StreamedElements { get; init; }

    /// <summary>Whether this is the whole operator.</summary>
    public bool IsWhole => IsFirst && IsLast;

    /// <summary>M × features: results or partial sums.</summary>
    public long ResultElements => (long)Operator.Rows * Features.Count;
}
