using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>A compiled network: what there is (tensors, operators, vector operators) and what happens (code).</summary>
public sealed record MetaProgram
{
    /// <summary>Name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the chip it is for.</summary>
    public required string Chip { get; init; }

    /// <summary>Hash of the chip.</summary>
    public string ChipHash { get; init; } = "";

    /// <summary>Hash of the network.</summary>
    public string ModelHash { get; init; } = "";

    /// <summary>Every tensor, in order of first use; names are unique.</summary>
    public required ImmutableArray<ProgramTensor> Tensors { get; init; }

    /// <summary>Every matrix operator; names are unique.</summary>
    public required ImmutableArray<ProgramOperator> Operators { get; init; }

    /// <summary>Every vector operator; names are unique.</summary>
    public required ImmutableArray<ProgramVector> Vectors { get; init; }

    /// <summary>The statements in order.</summary>
    public required ImmutableArray<Statement> Code { get; init; }
}
