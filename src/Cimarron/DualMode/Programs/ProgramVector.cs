using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>A vector operator.</summary>
public sealed record ProgramVector
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Operator, e.g. <c>Relu</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Tensors it reads.</summary>
    public required ImmutableArray<string> Inputs { get; init; }

    /// <summary>The tensor it produces.</summary>
    public required string Output { get; init; }

    /// <summary>Elements it costs.</summary>
    public required long Elements { get; init; }

    /// <summary>Whether a feature of the output depends on the same feature of its inputs alone, so that it can run part by part.</summary>
    public bool IsFeaturewise { get; init; }

    /// <summary>Parameters in the order of their names: numbers, or lists of numbers separated by blanks; a constant array is named <c>@name</c>.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
