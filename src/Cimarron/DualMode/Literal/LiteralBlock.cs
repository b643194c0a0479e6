using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Literal;

/// <summary>Matrix operators as a chain in network order, and how often the chain runs. Whatever depends on what, each operator passes its result to the next one.</summary>
/// <param name="Operators">The operators; <see cref="DualOperator.Convolution"/> tells convolutions from matrix products.</param>
/// <param name="Repeat">Times it runs, each time from the start: layers of a transformer.</param>
internal sealed record LiteralBlock(ImmutableArray<DualOperator> Operators, int Repeat)
{
    /// <summary>The chains of a network. Where layers repeat, only they count: no embedding and no head.</summary>
    public static ImmutableArray<LiteralBlock> Of(Network network)
    {
        var nodes = network.MatrixNodes.ToArray();
        var isLayered = nodes.Any(n => n.Blocks > 1);
        var blocks = ImmutableArray.CreateBuilder<LiteralBlock>();
        foreach (var node in nodes.Where(n => !isLayered || n.Blocks > 1))
        {
            if (blocks.Count == 0 || blocks[^1].Repeat != node.Blocks)
            {
                blocks.Add(new LiteralBlock([], node.Blocks));
            }

            blocks[^1] = blocks[^1] with { Operators = blocks[^1].Operators.Add(Operator(node)) };
        }

        return blocks.ToImmutable();
    }

    /// <summary>Elements of an operator's input tensor: the image of a convolution, not what the arrays see of it.</summary>
    public static long InputElements(DualOperator op) => op.Convolution is { } layer
        ? checked((long)layer.C * layer.G * layer.H * layer.W * (op.Rows / (layer.P * layer.Q)))
        : checked((long)op.Rows * op.Reduction * op.Groups);

    private static DualOperator Operator(NetworkNode node)
    {
        var layer = node.Layer!;
        return new DualOperator
        {
            Index = node.Index,
            Name = node.Name,
            Rows = checked(layer.P * layer.Q * node.Images),
            Reduction = checked(layer.C * layer.R * layer.S),
            Columns = layer.K,
            Groups = layer.G,
            Convolution = node.IsBatched ? layer : null,
        };
    }
}
