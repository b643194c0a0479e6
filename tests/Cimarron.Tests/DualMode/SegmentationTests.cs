using Cimarron.DualMode;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;
using Cimarron.Tests.DualMode.Exhaustive;

namespace Cimarron.Tests.DualMode;

/// <summary>The dynamic program against an exhaustive search that shares no code with it.</summary>
public sealed class SegmentationTests
{
    private const int Networks = 150;

    /// <summary>Where tensors are is a number of 128 bits, two for each; what does not fit must not be mixed up.</summary>
    [Theory]
    [InlineData(65)]
    [InlineData(140)]
    public void More_tensors_at_once_than_can_be_followed_are_refused_unless_all_stay_outside(int count)
    {
        var builder = new DualNetworkBuilder();
        var input = TinyNetworks.Tensor(builder, "x", 2, 2, TensorRole.Input);
        int[] all = [.. Enumerable.Range(0, count).Select(i => TinyNetworks.Static(builder, $"op{i}", 2, input, 2, TensorRole.Intermediate))];
        TinyNetworks.Vector(builder, "concat", all, 2 * count, 2, TensorRole.Output, isFeaturewise: false);
        var network = builder.Build("wide", "wide", "", []);
        var chip = TinyNetworks.Chip(new Random(1), 6);

        var refused = Should.Throw<DiagnosticException>(() => Segmenter.Run(network, chip, new CompileOptions())).Diagnostics.Single();

        refused.Code.ShouldBe("CIM0819");
        refused.Message.ShouldContain("65 tensors");
        Segmenter.Run(network, chip, new CompileOptions { UsesMemoryMode = false }).Segments.ShouldBeGreaterThan(0);
    }

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

    /// <summary>Where switching is free and chips are lopsided, plans that bounds or dominance leave out wrongly have nothing to hide behind.</summary>
    [Theory]
    [InlineData(1001, 2000)]
    [InlineData(1006, 2000)]
    public void No_plan_is_faster_on_lopsided_chips(int seed, int networks)
    {
        var random = new Random(seed);
        for (var i = 1; i <= networks; i++)
        {
            var (network, chip, options) = Case(random, new[] { 4, 9, 18 }[i % 3], 9);
            chip = random.Next(2) == 0 ? chip with { SwitchToComputeCycles = 0, SwitchToMemoryCycles = 0 } : chip;
            chip = random.Next(4) == 0 ? chip with { WriteCycles = 1 } : chip;
            chip = random.Next(4) == 0 ? chip with { StepCycles = 1 } : chip;
            chip = random.Next(4) == 0 ? chip with { ExternalBitsPerCycle = 1 + random.Next(64) } : chip;

            Cycles(network, chip, options).ShouldBe(
                new PhysicalSearch(network, chip, options).Run(), $"seed {seed}, network {i}: {chip}\n{options}\n{string.Join('\n', network.Operators)}\n{string.Join('\n', network.Tensors)}");
        }
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

    /// <summary>A tighter rule is never faster, a stronger chip never slower.</summary>
    [Fact]
    public void Relaxing_anything_never_costs_cycles()
    {
        var random = new Random(75);
        (string Name, Func<CompileOptions, CompileOptions> Change)[] tighter =
        [
            ("one plan", o => o with { KeepsOnePlan = true }), ("all compute", o => o with { UsesMemoryMode = false }), ("not in place", o => o with { UsesInPlace = false }),
            ("no copies", o => o with { Duplicates = false }), ("greedy pieces", o => o with { HasGreedyPieces = true }),
        ];
        (string Name, Func<DualModeChip, DualModeChip> Change)[] stronger =
        [
            ("external", c => c with { ExternalBitsPerCycle = c.ExternalBitsPerCycle + 8 }), ("internal", c => c with { InternalBitsPerCycle = c.InternalBitsPerCycle + 8 }),
            ("array", c => c with { ArrayBitsPerCycle = c.ArrayBitsPerCycle + 8 }), ("write", c => c with { WriteCycles = c.WriteCycles / 2 }), ("step", c => c with { StepCycles = 1 }),
            ("switch", c => c with { SwitchToComputeCycles = 0, SwitchToMemoryCycles = 0 }), ("multicast", c => c with { MulticastsWrites = true }),
            ("transposed", c => c with { WritesTransposed = true }), ("own bandwidth", c => c with { SharesMainBandwidth = false }), ("vectors", c => c with { VectorWidth = 0 }),
        ];
        var changed = new HashSet<string>();
        for (var i = 0; i < Networks; i++)
        {
            var (network, chip, _) = Case(random, 9, 12);
            var cycles = Segmenter.Run(network, chip, new CompileOptions()).Cycles;
            foreach (var (name, change) in tighter)
            {
                var other = Segmenter.Run(network, chip, change(new CompileOptions())).Cycles;
                other.ShouldBeGreaterThanOrEqualTo(cycles, $"network {i}, {name}");
                changed.UnionWith(other > cycles ? [name] : []);
            }

            foreach (var (name, change) in stronger)
            {
                var other = Segmenter.Run(network, change(chip), new CompileOptions()).Cycles;
                other.ShouldBeLessThanOrEqualTo(cycles, $"network {i}, {name}");
                changed.UnionWith(other < cycles ? [name] : []);
            }
        }

        // A rule that never mattered would have been judged by nothing.
        changed.ShouldBe(tighter.Select(t => t.Name).Concat(stronger.Select(s => s.Name)), ignoreOrder: true);
    }

    /// <summary>As long as no operator is divided: one that fits runs at once, so that a larger chip can be slower than one that it does not fit.</summary>
    [Fact]
    public void More_arrays_never_cost_cycles()
    {
        var random = new Random(76);
        for (var i = 0; i < Networks; i++)
        {
            var (network, chip, _) = Case(random, 6, 12);
            if (network.Operators.Any(o => OwnPiece.WaysToRun(o, chip).Any(w => w.Length > 1)))
            {
                continue;
            }

            var cycles = Segmenter.Run(network, chip, new CompileOptions()).Cycles;
            Segmenter.Run(network, chip with { Arrays = chip.Arrays + 1 }, new CompileOptions()).Cycles.ShouldBeLessThanOrEqualTo(cycles, $"network {i}, {chip}");
        }
    }

    /// <summary>A block that repeats itself is continued from a steady state; written out, every iteration is computed.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(12)]
    public void A_repeated_block_equals_the_same_operators_written_out(int repeat)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var chip = TinyNetworks.Chip(new Random(seed), 6);
            var written = RepeatedNetworks.Create(seed, repeat, isWrittenOut: true);
            var cycles = Segmenter.Run(RepeatedNetworks.Create(seed, repeat, isWrittenOut: false), chip, new CompileOptions()).Cycles;

            cycles.ShouldBe(Segmenter.Run(written, chip, new CompileOptions()).Cycles, $"seed {seed}, {chip}");
            if (repeat <= 3)
            {
                ((double?)new PhysicalSearch(written, chip, new CompileOptions()).Run()).ShouldBe(cycles, $"seed {seed}, {chip}");
            }
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
            var network = random.Next(3) == 0
                ? TinyNetworks.Attention(random, mostFeatures)
                : TinyNetworks.Network(random, Math.Min(random.Next(1, mostOperators), random.Next(1, mostOperators)), mostFeatures, mixes: true);
            var options = new CompileOptions { UsesMemoryMode = random.Next(6) > 0, UsesInPlace = random.Next(6) > 0, Duplicates = random.Next(6) > 0 };
            if (network.Operators.Any(o => o.IsMatrix) && network.Operators.Length <= 8)
            {
                return (network, chip, options);
            }
        }
    }
}
