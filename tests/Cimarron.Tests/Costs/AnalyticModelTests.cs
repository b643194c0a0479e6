using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Costs;

/// <summary>The closed recursion: by hand, step by step, and against the exact rules.</summary>
public sealed class AnalyticModelTests
{
    private static readonly Mapping TwoProducts = new()
    {
        Layer = new Layer { P = 2, H = 2 },
        Spatial = [],
        Temporal = [new TemporalLoop(Dim.P, 2, 0, 0, 0)],
    };

    [Fact]
    public void Two_products_from_dram()
    {
        // One loop of two; I, W and O move 2 cycles each, outputs both ways: c·T is 2, 2, 4, all exposed. A = 8 + 1·(8 + 0 + 4) = 20; S = 2, 2, 4;
        // L = 20 + ½·4 + max(2, 2, 4/2) = 24, as by the exact rules.
        Cycles(TwoProducts).ShouldBe(24);
    }

    [Fact]
    public void Weights_written_into_the_macro()
    {
        // P2 inside: I 2, O 4 exposed: A = 8 + (8 + 0 + 4) = 20, S = (2, 0, 4), B = 4. K2 outside writes one weight: T = 1 exposed.
        // A = 20 + (20 + 4 + 1) = 45, S = (2, 1, 4). L = 45 + 2 + max(2, 1, 2) = 49; the exact rules say 48.
        var mapping = TwoProducts with
        {
            Layer = new Layer { P = 2, K = 2, H = 2 },
            Temporal = [new TemporalLoop(Dim.K, 2, 0, 0, 0), new TemporalLoop(Dim.P, 2, 0, TestChips.Macro, 0)],
        };

        Cycles(mapping).ShouldBe(49);
        new Evaluator(TestChips.Default).Measure(mapping).Cycles.ShouldBe(48);
    }

    [Theory]
    [InlineData(false, 101)]
    [InlineData(true, 98)]
    public void A_double_buffer_hides_its_fetches(bool isDouble, double expected)
    {
        // P8 = P4 · P2, inputs in the input buffer and from DRAM, whose port takes 16 bits of two inputs in 1 cycle. Outputs are preloaded into the
        // global buffer (64 bits, 1 cycle before and after) and move 1 + 1 cycles, both ways; weights stay in the macro, preloaded (8 bits, 1/8 cycle).
        // Inside: I 1 + 1, O 2 · 2: A = 8 + (8 + 0 + 4) = 20, S = (2, 0, 4), B = 4.
        // Outside: input T = 1, nothing else. Single: A = 20 + 3·(20 + 4 + 1) = 95, S = (3, 0, 4); double: A = 20 + 3·max(24, 1) = 92.
        var mapping = new Mapping
        {
            Layer = new Layer { P = 8, H = 8 },
            Spatial = [],
            Temporal =
            [
                new TemporalLoop(Dim.P, 4, 0, TestChips.Macro, TestChips.GlobalBuffer),
                new TemporalLoop(Dim.P, 2, TestChips.InputBuffer, TestChips.Macro, TestChips.GlobalBuffer),
            ],
            DoubleBuffered = isDouble ? [new BufferFlag(TestChips.InputBuffer, Operand.Input)] : [],
        };

        // Outputs' innermost loop fires, the outer one does not. S_O = 4: L = A + 2 + 1 + max(3, 1/8, 1 + 2) = A + 6.
        Cycles(mapping).ShouldBe(expected);
    }

    [Fact]
    public void An_anchor_adds_to_the_sums_but_to_no_iteration()
    {
        // Weights in DRAM for P2 and in the macro for C2: nothing in the DRAM block changes them, so an anchor outside all loops fetches both, 2 cycles.
        // C2: I 2 exposed (+1: bypassed register), O does not move (fires at P): A = 8 + (8 + 0 + 2) = 18, S = (2, 0, 0), B = 2.
        // P2: O in DRAM, 8 bits: 1 + 1 cycles, both ways 4: A = 18 + (18 + 2 + 4) = 42, S = (2, 0, 4). Anchor: S_W = 2 bytes of 8 = 1 transfer of 1 cycle.
        // L = 42 + 2 + max(2, 1, 2) = 46.
        var mapping = new Mapping
        {
            Layer = new Layer { P = 2, C = 2, H = 2 },
            Spatial = [],
            Temporal = [new TemporalLoop(Dim.P, 2, 0, 0, 0), new TemporalLoop(Dim.C, 2, 0, TestChips.Macro, 0)],
        };

        Cycles(mapping).ShouldBe(46);
    }

    [Fact]
    public void Energy_differs_from_the_exact_one_by_leakage_alone()
    {
        foreach (var (chip, mapping) in new RandomMappings(seed: 11).Legal().Take(300))
        {
            var recursion = new AnalyticModel(chip).Measure(mapping);
            var exact = new Evaluator(chip).Measure(mapping);

            var leakage = chip.LeakageNanojoulesPerCycle * (recursion.Cycles - exact.Cycles);
            recursion.Nanojoules.ShouldBe(exact.Nanojoules + leakage, 1e-9 * exact.Nanojoules);
        }
    }

    [Fact]
    public void Latency_is_never_below_computing_and_buffering_never_hurts()
    {
        foreach (var (chip, mapping) in new RandomMappings(seed: 12).Legal().Take(500))
        {
            var model = new AnalyticModel(chip);
            var cycles = model.MeasureCycles(mapping);

            cycles.ShouldBeGreaterThanOrEqualTo(new Evaluator(chip).Evaluate(mapping).Stalls.ComputeCycles);
            model.MeasureCycles(mapping with { DoubleBuffered = [] }).ShouldBeGreaterThanOrEqualTo(cycles * (1 - 1e-12));
        }
    }

    [Fact]
    public void On_the_reference_mappings_the_error_has_the_known_size()
    {
        var errors = ReferenceVector.All.Where(v => !v.IsViolation)
            .Select(v => (new AnalyticModel(v.Chip).MeasureCycles(v.Mapping) / new Evaluator(v.Chip).Measure(v.Mapping).Cycles) - 1).Order().ToArray();

        errors.Length.ShouldBeGreaterThan(300);
        errors.Average(Math.Abs).ShouldBeInRange(0.001, 0.10);
        errors[errors.Length / 2].ShouldBeInRange(-0.05, 0.05);
        errors.ShouldContain(e => e != 0);
    }

    private static double Cycles(Mapping mapping) => new AnalyticModel(TestChips.Default).MeasureCycles(mapping);
}
