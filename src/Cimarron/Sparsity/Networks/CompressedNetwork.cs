using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Workloads;

namespace Cimarron.Sparsity.Networks;

/// <summary>
/// A network whose pruned operators take only the room that their packed weights need, for mappers that know loop bounds and for compilers that know tiles. docs/sparse-links.md
/// states the rules.
/// </summary>
public sealed record CompressedNetwork
{
    /// <summary>The network as it was.</summary>
    public required Network Dense { get; init; }

    /// <summary>The pattern.</summary>
    public required FlexBlock Pattern { get; init; }

    /// <summary>Where the masks come from, for people.</summary>
    public required string Masks { get; init; }

    /// <summary>Every matrix operator, in order.</summary>
    public required ImmutableArray<CompressedLayer> Layers { get; init; }

    /// <summary>The network with the loop bounds that packed weights have: a reduction of ⌈N′ / R·S⌉ channels, K′ outputs, and the index with every weight.</summary>
    public required Network Bounds { get; init; }

    /// <summary>The network with its own loop bounds and the packing beside: operators still read and produce the whole tensors.</summary>
    public required Network Packed { get; init; }

    /// <summary>Share of all weights that is removed, 0 … 1.</summary>
    public double Ratio => 1 - (Layers.Sum(l => (double)l.Kept * l.Node.Blocks) / Math.Max(1, Layers.Sum(l => (double)l.Weights * l.Node.Blocks)));

    /// <summary>Compresses a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="masks">Masks by operator; others stay dense.</param>
    /// <param name="pattern">The pattern they follow.</param>
    /// <param name="array">The arrays that weights are packed for.</param>
    /// <param name="source">Where the masks come from.</param>
    /// <exception cref="DiagnosticException">CIM0901: the pattern cannot be packed on these arrays, or leaves no rectangle.</exception>
    public static CompressedNetwork Of(Network network, IReadOnlyDictionary<string, LayerMask> masks, FlexBlock pattern, ArrayGeometry array, string source)
    {
        var layers = network.MatrixNodes.Select(n => LayerCompression.Of(n, masks.GetValueOrDefault(n.Name), array)).ToImmutableArray();
        var byNode = layers.ToDictionary(l => l.Node.Index);
        Network With(Func<NetworkNode, CompressedLayer, NetworkNode> change)
        {
            var changed = network with { Nodes = [.. network.Nodes.Select(n => byNode.TryGetValue(n.Index, out var layer) && layer.Packing is not null ? change(n, layer) : n)] };
            return changed with { Hash = HashOf(changed) };
        }

        return new CompressedNetwork
        {
            Dense = network,
            Pattern = pattern,
            Masks = source,
            Layers = layers,
            Bounds = With((node, layer) => node with { Layer = layer.Layer }),
            Packed = With((node, layer) => node with { Packing = layer.Packing }),
        };
    }

    /// <summary>Identifies the dense network together with what became of its operators.</summary>
    private static string HashOf(Network network)
    {
        var text = new StringBuilder(network.Hash);
        foreach (var node in network.MatrixNodes)
        {
            text.Append('\n').Append(node.Layer).Append(' ').Append(node.Packing);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
