using Cimarron.DualMode;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Segmentation;
using Cimarron.Tests.DualMode.Exhaustive;

namespace Cimarron.Tests.DualMode;

/// <summary>The dynamic program against an exhaustive search that shares no code with it.</summary>
public sealed class SegmentationTests
{
    private const int Networks = 150;

    [Theory]
    [InlineData(70, 4)]
    [InlineData(71, 9)]
    [InlineData(72, 18)]
    public void No_plan_is_faster_by_the_physical_rules(int seed, int mostFeatures)
    {
        var random = new Random(seed);
        var found = 0;
        for (var i = 0; i < Networks; i++)
        {
            var (network, chip, options) = Case(random, mostFeatures, 9);
            var expected = new PhysicalSearch(network, chip, options).Run();
            var actual = Cycles(network, chip, options);

            actual.ShouldBe(expected, $"seed {seed}, network {i}: {chip}\n{options}\n{string.Join('\n', network.Operators)}\n{string.Join('\n', network.Tensors)}");
            found += expected is null ? 0 : 1;
        }

        found.ShouldBeGreaterThan(Networks / 2);
    }

    [Theory]
    [InlineData(73, 4)]
    [InlineData(74, 9)]
    public void No_plan_is_faster_by_the_equations_of_the_paper(int seed, int mostFeatures)
    {
        var random = new Random(seed);
        for (var i = 0; i < Networks; i++)
        {
            var (network, chip, options) = Case(random, mostFeatures, 9);
            var cost = new CostSettings { Model = CostModelKind.Paper, HasFreeBus = random.Next(2) == 0, CountsWeightsInIntensity = random.Next(2) == 0 };
            options = new CompileOptions { Cost = cost };
            var expected = new PaperSearch(network, chip, cost).Run();
            var actual = Cycles(network, chip, options);

            (actual ?? -1).ShouldBe(expected ?? -1, 1e-9 * (expected ?? 1), $"seed {seed}, network {i}: {chip}\n{options}\n{string.Join('\n', network.Operators)}\n{string.Join('\n', network.Tensors)}");
        }
    }

    /// <summary>The least cycles; null when nothing fits.</summary>
    private static double? Cycles(DualNetwork network, DualModeChip chip, CompileOptions options)
    {
        try
        {
            return Segmenter.Run(network, chip, options).Cycles;
        }
        catch (DiagnosticException e) when (e.Diagnostics.Single().Code == "CIM0812")
        {
            return null;
        }
    }

    /// <summary>A network, mostly of few operators, a chip of 3 … 6 arrays, and options.</summary>
    private static (DualNetwork Network, DualModeChip Chip, CompileOptions Options) Case(Random random, int mostFeatures, int mostOperators)
    {
        while (true)
        {
            var chip = TinyNetworks.Chip(random, 6);
            var network = TinyNetworks.Network(random, Math.Min(random.Next(1, mostOperators), random.Next(1, mostOperators)), mostFeatures, mixes: true);
            var options = new CompileOptions { UsesMemoryMode = random.Next(6) > 0, UsesInPlace = random.Next(6) > 0, Duplicates = random.Next(6) > 0 };
            if (network.Operators.Any(o => o.IsMatrix) && network.Operators.Length <= 8)
            {
                return (network, chip, options);
            }
        }
    }
}
