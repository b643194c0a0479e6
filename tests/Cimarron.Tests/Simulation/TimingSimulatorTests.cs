using Cimarron.Mappings;
using Cimarron.Simulation;
using Cimarron.Workloads;

namespace Cimarron.Tests.Simulation;

public sealed class TimingSimulatorTests
{
    /// <summary>Two dot products of length one, everything straight from DRAM: one loop, three links to the MAC.</summary>
    private static readonly Mapping TwoProducts = new()
    {
        Layer = new Layer { P = 2, H = 2 },
        Spatial = [],
        Temporal = [new TemporalLoop(Dim.P, 2, 0, 0, 0)],
    };

    [Fact]
    public void Two_products_from_dram_take_24_cycles()
    {
        // Each link: ceil(8 bit / 64) + 1 through the bypassed register = 2 cycles.
        // Iteration 1: fetch until 2, compute until 10, write back until 12. Iteration 2: the output's link is the last to be
        // ready, 12 + 2 = 14, compute until 22, write back until 24.
        var result = TimingSimulator.Simulate(TwoProducts, TestChips.Default);

        result.LatencyCycles.ShouldBe(24);
        result.MacActivations.ShouldBe(2);
        result.CoresUsed.ShouldBe(1);
        result.Transfers.Select(transfer => (transfer.Loop, transfer.Count, transfer.CyclesEach)).ShouldBe([(0, 2L, 2L), (0, 2L, 2L), (0, 2L, 2L)]);
    }

    [Fact]
    public void Two_products_from_dram_pay_dram_and_the_bypassed_registers()
    {
        var memory = TimingSimulator.Simulate(TwoProducts, TestChips.Default).Memory;

        const double dram = 2 * 8 * 7.91e-3;
        Energy(memory, TestChips.Dram, Operand.Input).ShouldBe(Rounded(dram, 0));
        Energy(memory, TestChips.Dram, Operand.Weight).ShouldBe(Rounded(dram, 0));
        Energy(memory, TestChips.Dram, Operand.Output).ShouldBe(Rounded(dram, dram));
        Energy(memory, TestChips.IReg, Operand.Input).ShouldBe(Rounded(0, 2 * 8 * 0.001701e-3));
        Energy(memory, TestChips.Macro, Operand.Weight).ShouldBe(Rounded(0, 2 * 8 * 0.02575e-3));
        Energy(memory, TestChips.OReg, Operand.Output).ShouldBe(Rounded(0, 2 * 2 * 8 * 0.001701e-3));
    }

    [Fact]
    public void A_loop_that_does_not_index_an_operand_gets_an_anchor_in_front_of_it()
    {
        // K outside P: the input's DRAM block {K} never changes its tile, so the whole input moves once.
        var mapping = new Mapping
        {
            Layer = new Layer { P = 2, K = 2, H = 2 },
            Spatial = [],
            Temporal = [new TemporalLoop(Dim.K, 2, 0, 0, 0), new TemporalLoop(Dim.P, 2, TestChips.GlobalBuffer, TestChips.Macro, 0)],
        };

        var result = TimingSimulator.Simulate(mapping, TestChips.Default);

        result.Nest.ShouldBe(
        [
            new SimulatedLoop(null, 1, 0, 0, 0, Operand.Input),
            new SimulatedLoop(Dim.K, 2, 0, 0, 0, null),
            new SimulatedLoop(Dim.P, 2, TestChips.GlobalBuffer, TestChips.Macro, 0, null),
        ]);
        result.Transfers[0].ShouldBe(new SimulatedTransfer
        {
            Operand = Operand.Input,
            From = 0,
            To = TestChips.GlobalBuffer,
            Loop = 0,
            Count = 1,
            CyclesEach = 1,
            TileElements = 2,
            ResidentElements = 2,
        });
    }

    [Fact]
    public void A_preloaded_output_adds_its_transfer_before_and_after()
    {
        var inBuffer = TwoProducts with { Temporal = [new TemporalLoop(Dim.P, 2, 0, 0, TestChips.GlobalBuffer)] };

        var result = TimingSimulator.Simulate(inBuffer, TestChips.Default);

        // 2 elements of 8 bit through 64 bit per cycle: a quarter of a cycle, not rounded, before and after the same 24 cycles.
        result.LatencyCycles.ShouldBe(24.5);
        Energy(result.Memory, TestChips.Dram, Operand.Output).ShouldBe(Rounded(2 * 8 * 7.91e-3, 0));
    }

    [Fact]
    public void A_flag_at_dram_changes_nothing()
    {
        var flagged = TwoProducts with { DoubleBuffered = [.. Operands.All.Select(operand => new BufferFlag(TestChips.Dram, operand))] };

        TimingSimulator.Simulate(flagged, TestChips.Default).LatencyCycles.ShouldBe(24);
    }

    [Fact]
    public void The_extent_of_a_dilated_kernel_counts_its_gaps()
    {
        var mapping = new Mapping
        {
            Layer = new Layer { R = 3, P = 2, H = 20, DilationHeight = 4, StrideHeight = 2 },
            Spatial = [],
            Temporal = [new TemporalLoop(Dim.R, 3, 1, 6, 0), new TemporalLoop(Dim.P, 2, 1, 6, 0)],
        };

        var input = TimingSimulator.Simulate(mapping, TestChips.Default).Transfers[0];

        input.ResidentElements.ShouldBe(9 + 2); // 4·(3 − 1) + 1 rows, and one more step of two rows
    }

    [Fact]
    public void A_walk_beyond_the_limit_is_refused()
    {
        var problem = Should.Throw<DiagnosticException>(() => TimingSimulator.Simulate(TwoProducts, TestChips.Default, maxIterations: 1));
        problem.Diagnostics.Single().Code.ShouldBe("CIM0460");
        Should.NotThrow(() => TimingSimulator.Simulate(TwoProducts, TestChips.Default, maxIterations: 2));
    }

    [Fact]
    public void A_mapping_without_loops_in_time_is_refused()
    {
        var problem = Should.Throw<DiagnosticException>(() => TimingSimulator.Simulate(TwoProducts with { Temporal = [] }, TestChips.Default));
        problem.Diagnostics.Single().Code.ShouldBe("CIM0461");
    }

    [Fact]
    public void A_walk_can_be_cancelled() =>
        Should.Throw<OperationCanceledException>(() => TimingSimulator.Simulate(TwoProducts, TestChips.Default, cancellation: new CancellationToken(canceled: true)));

    private static (double Read, double Write) Energy(IEnumerable<SimulatedEnergy> memory, int level, Operand operand)
    {
        var entry = memory.Single(entry => entry.Level == level && entry.Operand == operand);
        return Rounded(entry.ReadNanojoules, entry.WriteNanojoules);
    }

    private static (double Read, double Write) Rounded(double read, double write) => (Math.Round(read, 12), Math.Round(write, 12));
}
