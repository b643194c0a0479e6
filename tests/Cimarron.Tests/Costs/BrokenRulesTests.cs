using System.Collections.Immutable;
using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Costs;

/// <summary>The comparisons of this folder notice each of the timing rules being broken, so none of them holds by chance.</summary>
public sealed class BrokenRulesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void The_reference_costs_catch_a_broken_rule(int rule) =>
        ReferenceVector.All.Where(vector => !vector.IsViolation)
            .Count(vector => ExpectedCost.From(vector).Difference(BrokenRules.Evaluator(rule, new ChipTables(vector.Chip)).Evaluate(vector.Mapping)) is not null)
            .ShouldBeGreaterThan(0);

    // Rule 10 rounds up, which only chips whose inputs do not fit a whole number of cycles show; the reference chips feed one bit a cycle.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Walks_catch_a_broken_rule(int rule) =>
        WalkedSample.All.Take(2_000)
            .Count(sample => sample.Expected.Difference(BrokenRules.Evaluator(rule, new ChipTables(sample.Chip)).Evaluate(sample.Mapping)) is not null)
            .ShouldBeGreaterThan(0);

    [Fact]
    public void The_reference_violations_catch_broken_rule_6()
    {
        static long WithoutSecondBuffer(NestStructure nest, int level, Operand operand) =>
            nest.Block(level, operand) is { } block ? block.ResidentElements * block.ElementBits : 0;

        WronglyJudged(occupiedBits: null).ShouldBe(0);
        WronglyJudged(WithoutSecondBuffer).ShouldBeGreaterThan(0);
        WronglyJudged((nest, level, operand) => operand == Operand.Output ? 0 : nest.OccupiedBits(level, operand)).ShouldBeGreaterThan(0);
    }

    private static int WronglyJudged(Func<NestStructure, int, Operand, long>? occupiedBits) => ReferenceVector.All.Count(vector =>
    {
        var found = ImmutableArray.CreateBuilder<MappingViolation>();
        MemoryChecks.All(NestStructure.Of(vector.Mapping, vector.Chip), found, occupiedBits);
        return found.Any(violation => violation.Kind == MappingViolationKind.Capacity) != vector.IsViolation;
    });
}
