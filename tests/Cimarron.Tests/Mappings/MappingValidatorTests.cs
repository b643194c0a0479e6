using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappings;

public sealed class MappingValidatorTests
{
    private static readonly Mapping Legal = new()
    {
        Layer = new Layer { P = 4, K = 8, C = 6, H = 4 },
        Spatial = [new SpatialLoop(TestChips.Rows, Dim.C, 6), new SpatialLoop(TestChips.Columns, Dim.K, 4)],
        Temporal =
        [
            new TemporalLoop(Dim.K, 2, 0, TestChips.GlobalBuffer, 0),
            new TemporalLoop(Dim.P, 4, TestChips.GlobalBuffer, TestChips.Macro, TestChips.OutputBuffer),
        ],
    };

    [Fact]
    public void A_legal_mapping_has_no_findings() => MappingValidator.Validate(Legal, TestChips.Default).ShouldBeEmpty();

    [Fact]
    public void The_reference_vectors_with_a_cost_are_legal_in_the_reference_profile()
    {
        foreach (var vector in ReferenceVector.All.Where(vector => !vector.IsViolation))
        {
            MappingValidator.Validate(vector.Mapping, vector.Chip, LegalityProfile.Reference)
                .Where(violation => violation.Severity == Severity.Error)
                .ShouldBeEmpty($"vector {vector.Index}");
        }
    }

    [Fact]
    public void The_other_reference_vectors_break_exactly_the_capacities_listed()
    {
        var checkedLevels = 0;
        foreach (var vector in ReferenceVector.All.Where(vector => vector.IsViolation))
        {
            var expected = vector.Expected.GetProperty("violations").EnumerateArray().Select(violation => (
                violation.GetProperty("code").GetString(),
                violation.GetProperty("level").GetString(),
                violation.GetProperty("usedBits").GetInt64(),
                violation.GetProperty("sizeBits").GetInt64())).ToList();
            var found = MappingValidator.Validate(vector.Mapping, vector.Chip, LegalityProfile.Reference)
                .Where(violation => violation.Severity == Severity.Error)
                .Select(violation => (
                    violation.Kind == MappingViolationKind.Capacity ? "capacity" : violation.Kind.ToString(),
                    vector.Chip.Levels[violation.Level!.Value].Name,
                    violation.Used!.Value,
                    violation.Available!.Value));
            found.ShouldBe(expected!, ignoreOrder: true, $"vector {vector.Index}");
            checkedLevels += expected.Count;
        }

        checkedLevels.ShouldBeGreaterThanOrEqualTo(58);
    }

    [Fact]
    public void An_axis_that_is_too_short_names_units_used_and_available()
    {
        var violation = Single(Legal with { Spatial = [new SpatialLoop(TestChips.Columns, Dim.K, 9), new SpatialLoop(TestChips.Columns, Dim.K, 2), .. Legal.Spatial.RemoveAt(1)] });
        (violation.Kind, violation.Used, violation.Available).ShouldBe((MappingViolationKind.AxisOverflow, 18L, 16L));
        violation.Message.ShouldContain("dimY");
    }

    [Fact]
    public void An_axis_that_cannot_unroll_the_dim_is_named() =>
        Single(Legal with { Spatial = Legal.Spatial.Add(new SpatialLoop(TestChips.Columns, Dim.P, 2)) })
            .ShouldSatisfyAllConditions(
                violation => violation.Kind.ShouldBe(MappingViolationKind.AxisDim),
                violation => violation.Field.ShouldBe("spatial[2].dim"));

    [Fact]
    public void A_level_that_cannot_hold_the_operand_is_named() =>
        Single(WithLoop(0, loop => loop with { WeightLevel = TestChips.InputBuffer }))
            .ShouldSatisfyAllConditions(
                violation => violation.Kind.ShouldBe(MappingViolationKind.LevelOperand),
                violation => violation.Field.ShouldBe("temporal[0].levels.W"),
                violation => violation.Hint!.ShouldContain("Dram, Global_buffer, Macro"));

    [Fact]
    public void Levels_that_go_outwards_are_named() =>
        Single(WithLoop(1, loop => loop with { WeightLevel = 0 }))
            .ShouldSatisfyAllConditions(
                violation => violation.Kind.ShouldBe(MappingViolationKind.LevelOrder),
                violation => violation.Field.ShouldBe("temporal[1].levels.W"));

    [Fact]
    public void A_loop_of_size_one_is_named() =>
        Single(Legal with { Temporal = Legal.Temporal.Add(Legal.Temporal[1] with { Size = 1 }) }).Field.ShouldBe("temporal[2].size");

    [Fact]
    public void A_bound_that_is_not_covered_is_named() =>
        Single(WithLoop(1, loop => loop with { Size = 3 }))
            .ShouldSatisfyAllConditions(
                violation => violation.Kind.ShouldBe(MappingViolationKind.Uncovered),
                violation => violation.Field.ShouldBe("layer.P"),
                violation => (violation.Used, violation.Available).ShouldBe((3L, 4L)));

    [Fact]
    public void A_bound_that_is_covered_twice_is_a_remark()
    {
        var padded = WithLoop(1, loop => loop with { Size = 5 });
        var violation = Single(padded);
        (violation.Kind, violation.Severity, violation.Used, violation.Available).ShouldBe((MappingViolationKind.Padded, Severity.Info, 5L, 4L));
        MappingValidator.IsLegal(padded, TestChips.Default).ShouldBeTrue();
    }

    [Fact]
    public void Only_ping_pong_macros_are_double_buffered()
    {
        var flagged = Legal with { DoubleBuffered = [new BufferFlag(TestChips.Macro, Operand.Weight)] };
        Single(flagged).ShouldSatisfyAllConditions(
            violation => violation.Kind.ShouldBe(MappingViolationKind.DoubleBuffering),
            violation => violation.Field.ShouldBe("doubleBuffered[0]"));

        var pingPong = TestChips.Default.With(TestChips.Macro, macro => macro with { MayDoubleBuffer = true });
        pingPong = pingPong with { Macro = pingPong.Macro with { PingPong = true } };
        MappingValidator.Validate(flagged, pingPong).ShouldBeEmpty();
    }

    [Fact]
    public void Registers_are_never_double_buffered()
    {
        var register = WithLoop(1, loop => loop with { OutputLevel = TestChips.OReg });
        var chip = TestChips.Default.With(TestChips.OReg, oreg => oreg with { CapacityBits = 1024 });
        MappingValidator.Validate(register, chip).ShouldBeEmpty();
        var violations = MappingValidator.Validate(register with { DoubleBuffered = [new BufferFlag(TestChips.OReg, Operand.Output)] }, chip);
        violations.Single().Kind.ShouldBe(MappingViolationKind.DoubleBuffering);
    }

    [Fact]
    public void Flags_at_dram_and_at_unused_levels_are_ignored() =>
        MappingValidator.Validate(
            Legal with { DoubleBuffered = [new BufferFlag(TestChips.Dram, Operand.Input), new BufferFlag(TestChips.IReg, Operand.Input)] },
            TestChips.Default).ShouldBeEmpty();

    [Fact]
    public void Preloaded_outputs_are_legal_only_in_the_reference_profile()
    {
        var preloaded = WithLoop(0, loop => loop with { OutputLevel = TestChips.GlobalBuffer });
        Single(preloaded).Kind.ShouldBe(MappingViolationKind.OutputPreload);
        MappingValidator.Validate(preloaded, TestChips.Default, LegalityProfile.Reference).ShouldBeEmpty();
    }

    [Fact]
    public void A_mapping_without_temporal_loops_is_an_error() =>
        MappingValidator.Validate(new Mapping { Layer = new Layer(), Spatial = [], Temporal = [] }, TestChips.Default)
            .Single().Kind.ShouldBe(MappingViolationKind.NoTemporalLoop);

    [Fact]
    public void A_full_level_names_the_share_of_each_operand()
    {
        // Global buffer: inputs 4 × 6 and weights 6 × 8, 8 bit each, the weights doubled.
        var chip = TestChips.Default.With(TestChips.GlobalBuffer, level => level with { CapacityBits = 700 });
        var doubled = Legal with { DoubleBuffered = [new BufferFlag(TestChips.GlobalBuffer, Operand.Weight)] };

        MappingValidator.Validate(Legal, chip).ShouldBeEmpty();
        var violation = MappingValidator.Validate(doubled, chip).Single();

        (violation.Kind, violation.Level, violation.Used, violation.Available).ShouldBe((MappingViolationKind.Capacity, TestChips.GlobalBuffer, 960L, 700L));
        violation.Message.ShouldContain("I 192, W 768 (doubled)");
    }

    [Fact]
    public void Everything_wrong_is_found_at_once()
    {
        var mapping = Legal with
        {
            Spatial = [new SpatialLoop(9, Dim.C, 6), new SpatialLoop(TestChips.Columns, Dim.P, 40)],
            Temporal = [new TemporalLoop(Dim.K, 1, 0, 99, 0), new TemporalLoop(Dim.P, 2, -1, 2, 3)],
        };

        var kinds = MappingValidator.Validate(mapping, TestChips.Default).Select(violation => violation.Kind).Distinct();

        kinds.ShouldBe(
        [
            MappingViolationKind.UnknownPlace, MappingViolationKind.AxisDim, MappingViolationKind.AxisOverflow, MappingViolationKind.LoopSize,
            MappingViolationKind.LevelOperand, MappingViolationKind.Padded, MappingViolationKind.Uncovered,
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_finding_becomes_a_diagnostic()
    {
        var diagnostic = Single(WithLoop(1, loop => loop with { Size = 3 })).ToDiagnostic("mapping.json", 12);
        diagnostic.Code.ShouldBe("CIM0436");
        diagnostic.ToString().ShouldStartWith("mapping.json:12: error CIM0436: layer.P: the loops over P cover 3 of 4 iterations");
    }

    private static Mapping WithLoop(int index, Func<TemporalLoop, TemporalLoop> change) =>
        Legal with { Temporal = Legal.Temporal.SetItem(index, change(Legal.Temporal[index])) };

    private static MappingViolation Single(Mapping mapping) => MappingValidator.Validate(mapping, TestChips.Default)
        .Where(violation => violation.Kind != MappingViolationKind.Padded || mapping.Temporal[^1].Size == 5).ShouldHaveSingleItem();
}
