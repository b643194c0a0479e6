using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Lowering;

/// <summary>
/// An attention whose heads can be computed one group after another: projections of queries, keys and values, scores, mixing, with nothing between them that mixes heads
/// or is needed elsewhere. All numbers are nodes.
/// </summary>
internal sealed record AttentionPattern
{
    public required ImmutableArray<int> QueryChain { get; init; }

    public required ImmutableArray<int> KeyChain { get; init; }

    public required ImmutableArray<int> ValueChain { get; init; }

    public required int Scores { get; init; }

    /// <summary>Nodes between the scores and their mixing.</summary>
    public required ImmutableArray<int> ScoreChain { get; init; }

    public required int Mixed { get; init; }

    /// <summary>Heads that have keys of their own.</summary>
    public required int Heads { get; init; }

    public bool Contains(int node) => node == Scores || node == Mixed || ScoreChain.Contains(node) || QueryChain.Contains(node) || KeyChain.Contains(node) || ValueChain.Contains(node);

    public static ImmutableArray<AttentionPattern> Find(Network network) =>
        [.. network.Nodes.Where(n => n is { Kind: NodeKind.Matrix, StationaryInput: >= 0 }).Select(n => Match(network, n)).OfType<AttentionPattern>()];

    private static AttentionPattern? Match(Network network, NetworkNode mixed)
    {
        if (mixed.Inputs.Length != 2)
        {
            return null;
        }

        var scoreChain = Back(network, mixed.Inputs.First(i => i != mixed.StationaryInput), out var scores);
        var valueChain = Back(network, mixed.StationaryInput, out var value);
        if (scores is not { StationaryInput: >= 0, Inputs.Length: 2 } || !IsProjection(value))
        {
            return null;
        }

        var queryChain = Back(network, scores.Inputs.First(i => i != scores.StationaryInput), out var query);
        var keyChain = Back(network, scores.StationaryInput, out var key);
        if (!IsProjection(query) || !IsProjection(key) || scores.Layer!.G != mixed.Layer!.G)
        {
            return null;
        }

        // Groups are heads times batch; the heads are what the width of the keys' projection shows.
        var heads = key!.Layer!.K / Math.Max(1, scores.Layer.C);
        return heads >= 1 && key.Layer.K == heads * scores.Layer.C && value!.Layer!.K == heads * mixed.Layer.K && scores.Layer.G % heads == 0 && query!.Layer!.K % heads == 0
            ? new AttentionPattern
            {
                QueryChain = queryChain.Insert(0, query.Index),
                KeyChain = keyChain.Insert(0, key.Index),
                ValueChain = valueChain.Insert(0, value.Index),
                Scores = scores.Index,
                ScoreChain = scoreChain,
                Mixed = mixed.Index,
                Heads = heads,
            }
            : null;
    }

    private static bool IsProjection(NetworkNode? node) => node is { Layer: { G: 1, Q: 1, R: 1, S: 1 }, StationaryInput: < 0 };

    /// <summary>The single-input, single-output nodes from a matrix node to the given one, in order.</summary>
    private static ImmutableArray<int> Back(Network network, int index, out NetworkNode? matrix)
    {
        var chain = new List<int>();
        var node = network.Nodes[index];
        while (node.Kind is NodeKind.Vector or NodeKind.Shape && node.Outputs.Length == 1 && node.Inputs.Length == 1)
        {
            chain.Add(node.Index);
            node = network.Nodes[node.Inputs[0]];
        }

        matrix = node.Kind == NodeKind.Matrix && node.Outputs.Length == 1 ? node : null;
        chain.Reverse();
        return [.. chain];
    }
}
