using System.Collections.Immutable;

namespace Cimarron.Workloads;

/// <summary>A network as a directed acyclic graph of operators, every one of them accounted for.</summary>
public sealed record Network
{
    /// <summary>Short name, e.g. <c>resnet18</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it came from: a path, or the zoo name with its options in effect.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 (64 lower-case hex digits) over everything that defines the network: file bytes and dimensions, or the zoo's nodes.</summary>
    public required string Hash { get; init; }

    /// <summary>The operators in topological order.</summary>
    public required ImmutableArray<NetworkNode> Nodes { get; init; }

    /// <summary>Warnings and remarks; never an error.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The nodes that have a layer, in topological order.</summary>
    public IEnumerable<NetworkNode> MatrixNodes => Nodes.Where(n => n.Kind == NodeKind.Matrix);

    /// <summary>Multiply-accumulates of one pass. It fits: networks beyond 2^63 − 1 are rejected when they are built.</summary>
    public long TotalMacs => Nodes.Sum(n => n.Macs);

    /// <summary>Output elements of all vector nodes of one pass.</summary>
    public long VectorElements => Nodes.Where(n => n.Kind == NodeKind.Vector).Sum(n => checked(n.Elements * n.Repeat));

    /// <summary>Number of nodes of a kind.</summary>
    public int Count(NodeKind kind) => Nodes.Count(n => n.Kind == kind);
}
