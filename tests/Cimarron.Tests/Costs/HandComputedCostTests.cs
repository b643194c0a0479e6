using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Costs;

/// <summary>Costs small enough to work out on paper.</summary>
public sealed class HandComputedCostTests
{
    /// <summary>Two dot products of length one, everything straight from DRAM.</summary>
    private static readonly Mapping TwoProducts = new()
    {
        Layer = new Layer { P = 2, H = 2 },
        Spatial = [],
        Temporal = [new TemporalLoop(Dim.P, 2, 0, 0, 0)],
    };

    [Fact]
    public void Stalls_of_two_products_from_dram()
    {
        // Two activations of 8 cycles. Fetching an input (2 cycles) delays each; weight and output arrive meanwhile. Writing an output
        // back (2 cycles) delays the fetch of the next and the end.
        var cost = new Evaluator(TestChips.Default).Evaluate(TwoProducts);

        cost.LatencyCycles.ShouldBe(24);
        cost.Stalls.ShouldBe(new StallBreakdown
        {
            ComputeCycles = 16,
            ModeSwitchCycles = 0,
            InputTransferCycles = 4,
            WeightTransferCycles = 0,
            OutputFetchCycles = 0,
            OutputWriteBackCycles = 4,
            PreloadCycles = 0,
        });
        cost.Stalls.ThroughputMismatchCycles.ShouldBe(4);
        cost.TemporalUtilisation.ShouldBe(16.0 / 24);
    }

    [Fact]
    public void Stalls_of_weights_written_into_the_macro()
    {
        // Two weights, two outputs each. Per weight one cycle of writing that excludes computing; per product 2 cycles of input, half
        // hidden behind the write at each new weight; 2 cycles of write-back, which the next write of the macro overlaps.
        var mapping = TwoProducts with
        {
            Layer = new Layer { P = 2, K = 2, H = 2 },
            Temporal = [new TemporalLoop(Dim.K, 2, 0, 0, 0), new TemporalLoop(Dim.P, 2, 0, TestChips.Macro, 0)],
        };

        var cost = new Evaluator(TestChips.Default).Evaluate(mapping);

        cost.LatencyCycles.ShouldBe(48);
        cost.Stalls.ShouldBe(new StallBreakdown
        {
            ComputeCycles = 32,
            ModeSwitchCycles = 2,
            InputTransferCycles = 6,
            WeightTransferCycles = 0,
            OutputFetchCycles = 0,
            OutputWriteBackCycles = 8,
            PreloadCycles = 0,
        });
    }

    [Fact]
    public void Preload_is_a_stall_of_its_own()
    {
        var cost = new Evaluator(TestChips.Default).Evaluate(TwoProducts with { Temporal = [new TemporalLoop(Dim.P, 2, 0, 0, TestChips.GlobalBuffer)] });

        cost.LatencyCycles.ShouldBe(24.5);
        cost.Stalls.PreloadCycles.ShouldBe(0.5);
    }

    [Fact]
    public void Utilisation_and_padding_of_an_over_covered_layer()
    {
        // Three outputs per channel are covered as two cores times two steps.
        var mapping = new Mapping
        {
            Layer = new Layer { P = 3, C = 20, K = 10, H = 3 },
            Spatial = [new SpatialLoop(TestChips.Cores, Dim.P, 2), new SpatialLoop(TestChips.Rows, Dim.C, 20), new SpatialLoop(TestChips.Columns, Dim.K, 10)],
            Temporal = [new TemporalLoop(Dim.P, 2, 0, 0, 0)],
        };

        var cost = new Evaluator(TestChips.Default).Evaluate(mapping);

        cost.PaddingFactor.ShouldBe(4.0 / 3);
        cost.SpatialUtilisation.ShouldBe(2 * 20 * 10 / (8.0 * 32 * 16) * (3.0 / 4), 1e-15);
        cost.CoresUsed.ShouldBe(2);
        cost.MacActivations.ShouldBe(2);
    }

    [Fact]
    public void Energy_of_an_activation()
    {
        // Per cycle of the 8: 8·32·16 one-bit products, 32·9 − (8 + 3 + 1)·16 adder bits, (8 + 8 + 5)·16 accumulator bits.
        const double perActivation = 8 * ((4096 * 0.0002835) + (96 * 0.003402) + (336 * (0.003402 + 0.001701)));
        var onTwoCores = TwoProducts with
        {
            Layer = new Layer { P = 6, H = 6 },
            Spatial = [new SpatialLoop(TestChips.Cores, Dim.P, 2)],
            Temporal = [new TemporalLoop(Dim.P, 3, 0, 0, 0)],
        };
        var evaluator = new Evaluator(TestChips.Default);

        perActivation.ShouldBe(25.619328, 1e-9);
        evaluator.Evaluate(TwoProducts).MacNanojoules.ShouldBe(2 * perActivation * 1e-3, 1e-12);
        evaluator.Evaluate(onTwoCores).MacNanojoules.ShouldBe(3 * 2 * perActivation * 1e-3, 1e-12);
        evaluator.Evaluate(TwoProducts).LeakageNanojoules.ShouldBe(24 * 0.035930852808574304, 1e-12);
    }
}
