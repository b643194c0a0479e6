using System.Collections.Immutable;

namespace Cimarron.DualMode.Lowering;

/// <summary>A network as the arrays see it: steps in an order in which they can run, and the tensors between them.</summary>
public sealed record DualNetwork
{
    /// <summary>Name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>Where it came from.</summary>
    public required string Source { get; init; }

    /// <summary>Hash of the network.</summary>
    public required string Hash { get; init; }

    /// <summary>Tensors.</summary>
    public required ImmutableArray<DualTensor> Tensors { get; init; }

    /// <summary>Operators in order.</summary>
    public required ImmutableArray<DualOperator> Operators { get; init; }

    /// <summary>Blocks in order; they cover all operators.</summary>
    public required ImmutableArray<DualBlock> Blocks { get; init; }

    /// <summary>What is not modelled, and remarks.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Multiply-accumulates of all iterations.</summary>
    public long TotalMacs => Blocks.Sum(b => b.Repeat * Operators.Skip(b.First).Take(b.Count).Sum(o => o.Macs));
}
