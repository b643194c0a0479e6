using Cimarron.Mappings;
using Cimarron.Simulation;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappings;

/// <summary>The static analysis and the referee were written separately from the same rules; they have to agree.</summary>
public sealed class NestStructureTests
{
    [Fact]
    public void Agrees_with_the_referee_on_the_reference_vectors()
    {
        foreach (var vector in ReferenceVector.All.Where(vector => !vector.IsViolation))
        {
            Same(NestStructure.Of(vector.Mapping, vector.Chip), TimingSimulator.Simulate(vector.Mapping, vector.Chip), $"vector {vector.Index}");
        }
    }

    [Fact]
    public void Agrees_with_the_referee_on_random_mappings()
    {
        var anchors = 0;
        foreach (var (chip, mapping) in new RandomMappings(seed: 7).Legal().Take(5_000))
        {
            var nest = NestStructure.Of(mapping, chip);
            Same(nest, TimingSimulator.Simulate(mapping, chip), mapping.ToString());
            foreach (var last in Operands.All.Select(operand => nest.Blocks(operand)[^1]).Where(last => last.FiringLoop is not null))
            {
                nest.Loops[last.FiringLoop!.Value].Anchor.ShouldBeNull("what feeds the MAC fires at a loop of the mapping");
            }

            anchors += nest.Loops.Count(loop => loop.Anchor is not null);
        }

        anchors.ShouldBeGreaterThan(1_000); // otherwise the random mappings do not reach rule 3
    }

    [Fact]
    public void Two_anchors_of_one_operand_stand_behind_each_other()
    {
        // The weights change with neither P nor Q: both of their outer blocks are anchored in front of everything.
        var mapping = new Mapping
        {
            Layer = new Layer { P = 2, Q = 4, K = 2, H = 2, W = 4 },
            Spatial = [],
            Temporal =
            [
                new TemporalLoop(Dim.P, 2, 0, 0, 0),
                new TemporalLoop(Dim.Q, 2, 0, TestChips.GlobalBuffer, 0),
                new TemporalLoop(Dim.K, 2, 0, TestChips.Macro, 0),
                new TemporalLoop(Dim.Q, 2, 0, TestChips.Macro, 0),
            ],
        };

        var nest = NestStructure.Of(mapping, TestChips.Default);

        nest.Loops.Select(loop => (loop.Anchor, loop.Loop.WeightLevel)).ShouldBe(
        [
            (Operand.Weight, 0), (Operand.Weight, TestChips.GlobalBuffer),
            (null, TestChips.GlobalBuffer), (null, TestChips.GlobalBuffer), (null, TestChips.Macro), (null, TestChips.Macro),
        ]);
        nest.Blocks(Operand.Weight).Select(block => (block.FiringLoop, block.TileElements)).ShouldBe([(0, 2L), (1, 2L), (null, 1L)]);
    }

    [Fact]
    public void Sizes_beyond_a_long_saturate()
    {
        var mapping = new Mapping
        {
            Layer = new Layer { P = 2, H = int.MaxValue },
            Spatial = [],
            Temporal = [.. Enumerable.Repeat(new TemporalLoop(Dim.K, int.MaxValue, 0, 0, 0), 5)],
        };

        var nest = NestStructure.Of(mapping, TestChips.Default);

        nest.ResidentElements(0, Operand.Output).ShouldBe(long.MaxValue);
        nest.Loops[^1].Iterations.ShouldBe(long.MaxValue);
    }

    private static void Same(NestStructure nest, SimulationResult walked, string what)
    {
        nest.Loops
            .Select(loop => new SimulatedLoop(
                loop.Anchor is null ? loop.Loop.Dim : null, loop.Loop.Size, loop.Loop.InputLevel, loop.Loop.WeightLevel, loop.Loop.OutputLevel, loop.Anchor))
            .ShouldBe(walked.Nest, what);
        Operands.All.SelectMany(operand => nest.Blocks(operand)).Select(block => new SimulatedTransfer
        {
            Operand = block.Operand,
            From = block.Level,
            To = block.Next,
            Loop = block.FiringLoop,
            Count = block.FiringLoop is { } loop ? nest.Loops[loop].Iterations : 0,
            CyclesEach = block.TransferCycles,
            TileElements = block.TileElements,
            ResidentElements = block.ResidentElements,
        }).ShouldBe(walked.Transfers, what);
    }
}
