using System.Collections.Immutable;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappings;

/// <summary>What conditions mean, by hand-made nests on the default chip: levels 0 DRAM, 1 global buffer, 2 output buffer, 3 input buffer, 4 OReg, 5 IReg, 6 macro.</summary>
public sealed class MappingConstraintsTests
{
    /// <summary>K 2 and P 4 in DRAM, C 2 further in.</summary>
    private static readonly Mapping Nest = Of((Dim.K, 2, 0, 0, 0), (Dim.P, 4, 0, 0, 0), (Dim.C, 2, 3, 6, 2));

    [Fact]
    public void An_order_concerns_only_the_dimensions_it_names()
    {
        Broken(new() { Order = [Dim.K, Dim.P, Dim.C] }).ShouldBeEmpty();
        Broken(new() { Order = [Dim.K, Dim.R, Dim.C] }).ShouldBeEmpty();
        Broken(new() { Order = [Dim.P] }).ShouldBeEmpty();
        Broken(new() { Order = [Dim.P, Dim.K] }).ShouldBe(["the loop over K at position 1 runs outside of the one over P at position 2"]);
        Broken(new() { Order = [Dim.C, Dim.P, Dim.K] }).Length.ShouldBe(3);
    }

    [Fact]
    public void A_forbidden_level_may_not_be_used_by_that_operand()
    {
        Broken(new() { Forbidden = [new(Operand.Weight, 1), new(Operand.Input, 6)] }).ShouldBeEmpty();
        Broken(new() { Forbidden = [new(Operand.Weight, 6)] }).ShouldBe(["W uses Macro, which is forbidden"]);
        Broken(new() { Forbidden = [new(Operand.Output, 6)] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_stationary_operand_is_not_brought_twice()
    {
        // Weights change with K and C; P in between lets them stay, K outside of P does not bring any of them twice.
        Broken(new() { Stationary = [new(Operand.Weight, 6)] }).ShouldBeEmpty();

        // Inputs change with P and C, and K outside of P brings all of them twice.
        Broken(new() { Stationary = [new(Operand.Input, 3)] }).ShouldBe(["I is not stationary at Input_buffer"]);

        // Outputs change with K and P only, which are the loops outside of their buffer.
        Broken(new() { Stationary = [new(Operand.Output, 2)] }).ShouldBeEmpty();
        var reduced = Of((Dim.C, 2, 0, 0, 0), (Dim.K, 2, 0, 0, 0), (Dim.P, 4, 3, 6, 2));
        reduced.ShouldSatisfyAllConditions(m => new MappingConstraints { Stationary = [new(Operand.Output, 2)] }.Violations(m, TestChips.Default).Length.ShouldBe(1));

        // Above DRAM there is nothing, so everything is stationary there.
        Broken(new() { Stationary = [new(Operand.Input, 0)] }).ShouldBeEmpty();
    }

    [Fact]
    public void Limits_count_both_copies_of_a_double_buffer()
    {
        // C 2 inputs of 8 bit.
        Broken(new() { Limits = [new(3, Operand.Input, 16)] }).ShouldBeEmpty();
        Broken(new() { Limits = [new(3, Operand.Input, 15)] }).ShouldBe(["I take 16 bit of Input_buffer, the limit is 15 bit"]);
        var twice = Nest with { DoubleBuffered = [new BufferFlag(3, Operand.Input)] };
        new MappingConstraints { Limits = [new(3, null, 31)] }.Violations(twice, TestChips.Default).ShouldBe(["all operands take 32 bit of Input_buffer, the limit is 31 bit"]);
        Broken(new() { Limits = [new(1, null, 0)] }).ShouldBeEmpty();
    }

    [Fact]
    public void Conditions_are_read_from_text()
    {
        var problems = new List<Diagnostic>();
        var parsed = new ConstraintParser(TestChips.Default, problems).Parse("k, C,P", ["W@global_buffer"], ["w", "O@Output_buffer"], ["Global_buffer=50%", "I@Input_buffer=1KiB"]);
        problems.ShouldBeEmpty();
        parsed.Order.ShouldBe([Dim.K, Dim.C, Dim.P]);
        parsed.Forbidden.ShouldBe([new OperandAtLevel(Operand.Weight, 1)]);
        parsed.Stationary.ShouldBe([new OperandAtLevel(Operand.Weight, 6), new OperandAtLevel(Operand.Output, 2)]);
        parsed.Limits.ShouldBe([new BufferLimit(1, null, 1_048_576), new BufferLimit(3, Operand.Input, 8192)]);
    }

    [Theory]
    [InlineData("K,K", "--order", "given twice")]
    [InlineData("K,,C", "--order", "expected dimensions")]
    [InlineData("0", "--order", "expected dimensions")]
    [InlineData("W", "--forbid", "expected OPERAND@LEVEL")]
    [InlineData("X@Dram", "--forbid", "expected an operand")]
    [InlineData("W@Cache", "--forbid", "no level 'Cache'")]
    [InlineData("W@Input_buffer", "--stationary", "never holds W")]
    [InlineData("Dram", "--limit", "expected LEVEL=SIZE")]
    [InlineData("Dram=101%", "--limit", "share of 0…100 %")]
    [InlineData("Dram=NaN%", "--limit", "share of 0…100 %")]
    [InlineData("Dram=-1KiB", "--limit", "size ≥ 0")]
    [InlineData("Dram=1e300KiB", "--limit", "size ≥ 0")]
    [InlineData("Dram=1 parsec", "--limit", "unknown unit")]
    public void Malformed_conditions_are_diagnosed(string text, string option, string message)
    {
        var problems = new List<Diagnostic>();
        string[] Given(string name) => option == name ? [text] : [];
        new ConstraintParser(TestChips.Default, problems).Parse(option == "--order" ? text : null, Given("--forbid"), Given("--stationary"), Given("--limit"));
        problems.ShouldHaveSingleItem();
        problems[0].Field.ShouldBe(option);
        problems[0].Message.ShouldContain(message);
        problems[0].Hint.ShouldNotBeNullOrEmpty();
    }

    private static ImmutableArray<string> Broken(MappingConstraints constraints) => constraints.Violations(Nest, TestChips.Default);

    private static Mapping Of(params (Dim Dim, int Size, int I, int W, int O)[] loops) => new()
    {
        Layer = LayerParser.Parse("K=2,P=4,C=2"),
        Spatial = [],
        Temporal = [.. loops.Select(l => new TemporalLoop(l.Dim, l.Size, l.I, l.W, l.O))],
    };
}
