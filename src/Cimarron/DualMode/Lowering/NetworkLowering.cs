using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Lowering;

/// <summary>Lowers a <see cref="Network"/>, whose values are unknown, for compilation and timing.</summary>
public static class NetworkLowering
{
    /// <summary>
    /// The network as steps for the arrays. Images of a batch are further rows of a convolution. A node that repeats becomes a block that repeats.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="headGroups">Parts that attention is divided into, each with its own heads: 1 … heads, a divisor of the heads of every attention that is divided; others stay whole.</param>
    public static DualNetwork Lower(Network network, int headGroups = 1) => new NetworkWalk(network, headGroups).Run();

    /// <summary>The numbers of head groups that divide every attention of the network, ascending; only 1 when there is none.</summary>
    public static ImmutableArray<int> HeadGroupChoices(Network network)
    {
        var patterns = AttentionPattern.Find(network);
        if (patterns.IsEmpty)
        {
            return [1];
        }

        var heads = patterns.Select(p => p.Heads).Aggregate(Gcd);
        return [.. Enumerable.Range(1, heads).Where(d => heads % d == 0)];
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
