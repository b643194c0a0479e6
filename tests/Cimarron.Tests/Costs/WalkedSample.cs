using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;

namespace Cimarron.Tests.Costs;

/// <summary>Random legal mappings with their step-by-step walks, made once for all tests of this folder.</summary>
internal static class WalkedSample
{
    public const int Seeds = 16;
    public const int PerSeed = 1_500;

    public static ImmutableArray<(Chip Chip, Mapping Mapping, ExpectedCost Expected)> All { get; } =
    [
        .. Enumerable.Range(100, Seeds).AsParallel().AsOrdered().SelectMany(seed => new RandomMappings(seed, maxActivations: 2_000).Legal().Take(PerSeed)
            .Select(pair => (pair.Chip, pair.Mapping, ExpectedCost.Walk(pair.Chip, pair.Mapping)))),
    ];
}
