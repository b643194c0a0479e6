using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers;

/// <summary>What the exact mapper promises beyond the optimum itself.</summary>
public sealed class ExactMapperTests
{
    private static readonly Layer Small = new() { Name = "l4.0.ds", P = 7, Q = 7, C = 256, K = 512, H = 14, W = 14, StrideHeight = 2, StrideWidth = 2 };
    private static readonly Layer Classifier = Layer.Gemm("fc", 1, 512, 1000);
    private static readonly Layer Large = new() { Name = "l1", R = 3, S = 3, P = 56, Q = 56, C = 64, K = 64, H = 56, W = 56, Padding = Padding.Uniform(1) };

    [Theory]
    [InlineData(Objective.Latency, 29_403)]
    [InlineData(Objective.Energy, 13_966.490592306893)]
    [InlineData(Objective.Edp, 418_442_723.20082504)]
    public void A_layer_of_ResNet_18_keeps_its_proven_optimum(Objective objective, double optimum)
    {
        var result = Map(Small, new MapperOptions { Objective = objective });
        result.Status.ShouldBe(MapperStatus.Optimal);
        result.Value.ShouldBe(optimum, optimum * 1e-9);
        result.LowerBound.ShouldBe(result.Value);
        result.Gap.ShouldBe(0);
    }

    [Theory]
    [InlineData(Objective.Latency)]
    [InlineData(Objective.Edp)]
    public void The_answer_does_not_depend_on_the_number_of_threads(Objective objective)
    {
        var one = Map(Small, new MapperOptions { Objective = objective, Threads = 1 });
        var two = Map(Small, new MapperOptions { Objective = objective, Threads = 2 });
        MappingJson.Print(two.Mapping!, TestChips.Default).ShouldBe(MappingJson.Print(one.Mapping!, TestChips.Default));
        two.Labels.ShouldBe(one.Labels);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(300)]
    public void A_stopped_search_never_claims_more_than_was_proven(int milliseconds)
    {
        var proven = Map(Large, new MapperOptions { TimeLimit = null });
        var stopped = Map(Large, new MapperOptions { TimeLimit = TimeSpan.FromMilliseconds(milliseconds), Threads = 1 });
        stopped.LowerBound.ShouldBeLessThanOrEqualTo(proven.Value * (1 + 1e-12));
        stopped.Value.ShouldBeGreaterThanOrEqualTo(proven.Value * (1 - 1e-12));
        if (stopped.Status != MapperStatus.Optimal)
        {
            stopped.Status.ShouldBe(MapperStatus.TimeLimit);
            stopped.Gap.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void A_quick_start_is_legal_and_improving_it_is_never_worse()
    {
        var options = new MapperOptions { Objective = Objective.Edp };
        var start = new ExactMapper().Start(Small, TestChips.Default, options);
        MappingValidator.IsLegal(start.Mapping!, TestChips.Default, LegalityProfile.Strict).ShouldBeTrue();
        var best = new ExactMapper().Improve(start, Small, TestChips.Default, options);
        best.Status.ShouldBe(MapperStatus.Optimal);
        best.Value.ShouldBeLessThanOrEqualTo(start.Value);
        start.LowerBound.ShouldBeLessThanOrEqualTo(best.Value);
    }

    [Fact]
    public void A_cancelled_search_returns_instead_of_throwing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var result = new ExactMapper().Map(Large, TestChips.Default, new MapperOptions(), null, cancelled.Token);
        result.Status.ShouldBe(MapperStatus.Cancelled);
        result.Gap.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Padding_may_fill_an_axis_that_no_divisor_fills_and_the_waste_is_reported()
    {
        var layer = Layer.Gemm("fc", 64, 32, 15 * 17);
        var exact = Map(layer, new MapperOptions { Objective = Objective.Latency, Padding = false });
        var padded = Map(layer, new MapperOptions { Objective = Objective.Latency });
        padded.Value.ShouldBeLessThan(exact.Value);
        padded.Cost!.PaddingFactor.ShouldBeGreaterThan(1);
        exact.Cost!.PaddingFactor.ShouldBe(1);
        MappingValidator.IsLegal(padded.Mapping!, TestChips.Default, LegalityProfile.Strict).ShouldBeTrue();
    }

    [Fact]
    public void More_memory_never_makes_the_optimum_worse()
    {
        var tight = TestChips.Default.With(TestChips.GlobalBuffer, l => l with { CapacityBits = 65_536 });
        foreach (var objective in Enum.GetValues<Objective>())
        {
            var options = new MapperOptions { Objective = objective };
            var small = new ExactMapper().Map(Small, tight, options);
            small.Status.ShouldBe(MapperStatus.Optimal);
            Map(Small, options).Value.ShouldBeLessThanOrEqualTo(small.Value * (1 + 1e-12));
        }
    }

    [Fact]
    public void The_reference_profile_is_a_superset_of_the_strict_one()
    {
        var strict = Map(Classifier, new MapperOptions { Objective = Objective.Energy });
        var reference = Map(Classifier, new MapperOptions { Objective = Objective.Energy, Profile = LegalityProfile.Reference });
        reference.Value.ShouldBeLessThanOrEqualTo(strict.Value * (1 + 1e-12));
    }

    [Fact]
    public void A_layer_that_fits_nowhere_is_infeasible_and_the_result_says_why()
    {
        var chip = TestChips.Default.With(TestChips.Dram, l => l with { CapacityBits = 1000 });
        var result = new ExactMapper().Map(Small, chip, new MapperOptions());
        result.Status.ShouldBe(MapperStatus.Infeasible);
        result.Mapping.ShouldBeNull();
        result.Infeasibility.ShouldContain("Dram");
    }

    [Fact]
    public void A_chip_with_two_shared_buffers_is_refused_with_a_diagnostic()
    {
        var chip = TestChips.Default.With(TestChips.InputBuffer, l => l with { Holds = [Operand.Input, Operand.Weight] });
        var error = Should.Throw<DiagnosticException>(() => new ExactMapper().Map(Small, chip, new MapperOptions()));
        error.Diagnostics[0].Code.ShouldBe("CIM0501");
    }

    private static MapperResult Map(Layer layer, MapperOptions options) => new ExactMapper().Map(layer, TestChips.Default, options);

    [Theory]
    [InlineData("P=7,Q=7,C=960,K=320")]
    [InlineData("P=7,Q=7,C=960,K=160")]
    public void Ties_of_latency_are_broken_over_all_schemes(string layer)
    {
        var shape = LayerParser.Parse(layer);
        var fastest = new ExactMapper().Map(shape, TestChips.Default, new MapperOptions { Objective = Objective.Latency, Threads = 1 });
        var capped = new ExactMapper().Map(shape, TestChips.Default, new MapperOptions { Objective = Objective.Energy, LatencyCap = fastest.Value, Threads = 1 });
        fastest.Status.ShouldBe(MapperStatus.Optimal);
        capped.Cost!.LatencyCycles.ShouldBe(fastest.Value);
        fastest.Cost!.TotalNanojoules.ShouldBe(capped.Value, capped.Value * 1e-9);
    }
}
