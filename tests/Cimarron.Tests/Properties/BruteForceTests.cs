using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Properties;

public sealed class BruteForceTests
{
    [Theory]
    [InlineData(LegalityProfile.Strict, 5 * 4 * 1)]
    [InlineData(LegalityProfile.Reference, 5 * 4 * 6)]
    public void One_output_loop_is_counted_by_hand(LegalityProfile profile, int expected) =>
        // Both rows on cores leave no loop in time, so only P2 in time counts. I: DRAM, two buffers with and without doubling; the
        // register is too small for two. W: DRAM, global buffer (2), macro. O: DRAM; and by reference two buffers (2 each) and the
        // register, where two finished outputs of 8 bit fit.
        BruteForce.Count(new Layer { P = 2, H = 2 }, TestChips.Default, profile).ShouldBe(expected);

    [Theory]
    [InlineData(LegalityProfile.Strict, 20)]
    [InlineData(LegalityProfile.Reference, 120)]
    public void One_reduction_loop_is_counted_by_hand(LegalityProfile profile, int expected) =>
        BruteForce.Count(new Layer { C = 2 }, TestChips.Default, profile).ShouldBe(expected);

    [Fact]
    public void Two_factors_are_counted_by_hand() =>
        // P4 in time, or P2 in time with P2 on cores: 20 each. P2 P2 in time, D = DRAM, G = global, B = own buffer, M = macro:
        // I: DD 1, DG 2, DB 2, GG 2, GB 4, BB 2 = 13; W: DD 1, DG 2, DM 1, GG 2, GM 2, MM 1 = 9; O: DD 1, DG 2, DB 2, D-register 1 = 6.
        BruteForce.Count(new Layer { P = 4, H = 4 }, TestChips.Default, LegalityProfile.Strict).ShouldBe(20 + 20 + 13 * 9 * 6);

    [Fact]
    public void Orders_and_factorisations_are_all_there()
    {
        var nests = new HashSet<string>();
        BruteForce.Enumerate(
            new Layer { K = 4, C = 2 }, TestChips.Default, LegalityProfile.Strict,
            candidate => nests.Add($"{string.Join(' ', candidate.Spatial)} | {string.Join(' ', candidate.Loops)}"));

        // Spatially K is split over cores a, columns b and time, a·b·c = 4: c = 4 once, 2 twice, 1 three times (2·2, 4·1, 1·4).
        // With C in time: K4 → K4 C (2 orders) + K2 K2 C (3 orders) = 5; K2 C → 2 orders; C alone → 1. With C on rows: 2, 1, 0.
        nests.Count.ShouldBe((5 + 2 * 2 + 3 * 1) + (2 + 2 * 1 + 0));
    }

    [Fact]
    public void Agrees_with_trying_everything_and_asking_the_validator()
    {
        var chip = TestChips.Default
            .With(TestChips.GlobalBuffer, level => level with { CapacityBits = 70 })
            .With(TestChips.OutputBuffer, level => level with { CapacityBits = 40 });
        chip = chip with { Axes = [.. chip.Axes.Select(axis => axis with { Size = 1 })] };
        var layer = new Layer { C = 2, K = 3 };

        var enumerated = new HashSet<string>();
        BruteForce.Enumerate(layer, chip, LegalityProfile.Reference, candidate => enumerated.Add(Text(candidate.ToMapping())).ShouldBeTrue());
        var tried = Everything(layer, chip).Where(mapping => MappingValidator.IsLegal(mapping, chip, LegalityProfile.Reference)).Select(Text).ToHashSet();

        enumerated.Count.ShouldBeGreaterThan(1_000);
        tried.Except(enumerated).ShouldBeEmpty();
        enumerated.Except(tried).ShouldBeEmpty();
    }

    [Fact]
    public void Ping_pong_macros_are_doubled_too()
    {
        var layer = new Layer { P = 2, H = 2 };
        var chip = TestChips.Default.With(TestChips.Macro, macro => macro with { MayDoubleBuffer = true });
        chip = chip with { Macro = chip.Macro with { PingPong = true } };

        BruteForce.Count(layer, chip, LegalityProfile.Strict).ShouldBe(5 * 5 * 1);
    }

    private static IEnumerable<Mapping> Everything(Layer layer, Chip chip)
    {
        var levels = Enumerable.Range(0, chip.Levels.Length).ToArray();
        int[] For(Operand operand) => [.. levels.Where(level => chip.Levels[level].Holding(operand))];
        var flags = (from level in levels from operand in Operands.All where level > 0 && chip.Levels[level].Kind == MemoryKind.Sram
                     && chip.Levels[level].Holding(operand) select new BufferFlag(level, operand)).ToArray();
        return
            from dims in new[] { (Dim.C, Dim.K), (Dim.K, Dim.C) }
            from i0 in For(Operand.Input)
            from i1 in For(Operand.Input)
            from w0 in For(Operand.Weight)
            from w1 in For(Operand.Weight)
            from o0 in For(Operand.Output)
            from o1 in For(Operand.Output)
            let loops = new[]
            {
                new TemporalLoop(dims.Item1, layer[dims.Item1], i0, w0, o0),
                new TemporalLoop(dims.Item2, layer[dims.Item2], i1, w1, o1),
            }
            from chosen in Enumerable.Range(0, 1 << flags.Length)
            let doubled = flags.Where((_, index) => (chosen >> index & 1) != 0).ToArray()
            where doubled.All(flag => loops.Any(loop => loop.Level(flag.Operand) == flag.Level))
            select new Mapping { Layer = layer, Spatial = [], Temporal = [.. loops], DoubleBuffered = [.. doubled] };
    }

    private static string Text(Mapping mapping) =>
        $"{string.Join(' ', mapping.Temporal)} {string.Join(' ', mapping.DoubleBuffered.OrderBy(flag => flag.Operand).ThenBy(flag => flag.Level))}";
}
