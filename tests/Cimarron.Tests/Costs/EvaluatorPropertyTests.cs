using System.Collections.Immutable;
using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;

namespace Cimarron.Tests.Costs;

/// <summary>What must hold for every mapping.</summary>
public sealed class EvaluatorPropertyTests
{
    private const int Count = 5_000;

    [Fact]
    public void Double_buffering_never_lengthens_a_mapping()
    {
        var random = new Random(21);
        var shortened = 0;
        foreach (var (chip, mapping) in new RandomMappings(seed: 21).Legal().Where(pair => !pair.Mapping.DoubleBuffered.IsEmpty).Take(Count))
        {
            var evaluator = new Evaluator(chip);
            ImmutableArray<BufferFlag> fewer = [.. mapping.DoubleBuffered.Where(_ => random.Next(2) == 0)];
            var with = evaluator.Measure(mapping).Cycles;
            var without = evaluator.Measure(mapping with { DoubleBuffered = fewer }).Cycles;

            with.ShouldBeLessThanOrEqualTo(without, $"{mapping} without {string.Join(',', mapping.DoubleBuffered.Except(fewer))}");
            shortened += with < without ? 1 : 0;
        }

        shortened.ShouldBeGreaterThan(Count / 10);
    }

    [Fact]
    public void A_wider_port_never_lengthens_a_mapping()
    {
        var random = new Random(22);
        var shortened = 0;
        foreach (var (chip, mapping) in new RandomMappings(seed: 22).Legal().Take(Count))
        {
            var level = random.Next(chip.Levels.Length);
            var wider = chip.With(level, memory => memory with { PortBitsPerCycle = memory.PortBitsPerCycle + random.Next(1, 300) });
            var before = new Evaluator(chip).Measure(mapping).Cycles;
            var after = new Evaluator(wider).Measure(mapping).Cycles;

            after.ShouldBeLessThanOrEqualTo(before, $"{mapping} with a wider port at level {level}");
            shortened += after < before ? 1 : 0;
        }

        shortened.ShouldBeGreaterThan(Count / 10);
    }

    [Fact]
    public void Stalls_are_never_negative_and_add_up_to_the_latency()
    {
        var seen = new double[7];
        foreach (var (chip, mapping) in new RandomMappings(seed: 23).Legal().Take(Count))
        {
            var cost = new Evaluator(chip).Evaluate(mapping);
            var stalls = cost.Stalls;
            double[] parts =
            [
                stalls.ComputeCycles, stalls.ModeSwitchCycles, stalls.InputTransferCycles, stalls.WeightTransferCycles, stalls.OutputFetchCycles,
                stalls.OutputWriteBackCycles, stalls.PreloadCycles,
            ];

            // A preload makes the latency a fraction of the DRAM port width, which a sum of seven rounded numbers may miss by an ulp.
            var rounding = ExpectedCost.Fractions(chip, mapping) ? cost.LatencyCycles * 1e-14 : 0;
            Math.Abs(stalls.TotalCycles - cost.LatencyCycles).ShouldBeLessThanOrEqualTo(rounding);
            stalls.ComputeCycles.ShouldBe(cost.MacActivations * chip.MacCycles);
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i].ShouldBeGreaterThanOrEqualTo(0, $"part {i} of {stalls}");
                seen[i] += parts[i];
            }
        }

        seen.ShouldAllBe(cycles => cycles > 0);
    }

    [Fact]
    public void Utilisation_is_a_share_and_padding_never_below_one()
    {
        foreach (var (chip, mapping) in new RandomMappings(seed: 24).Legal().Take(Count))
        {
            var cost = new Evaluator(chip).Evaluate(mapping);
            cost.SpatialUtilisation.ShouldBeInRange(double.Epsilon, 1);
            cost.TemporalUtilisation.ShouldBeInRange(double.Epsilon, 1);
            cost.PaddingFactor.ShouldBeGreaterThanOrEqualTo(1);
        }
    }
}
