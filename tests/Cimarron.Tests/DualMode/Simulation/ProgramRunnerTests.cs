using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation;

namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>Programs executed on bytes yield what their declarations say, and wrong programs do not.</summary>
public sealed class ProgramRunnerTests
{
    [Theory]
    [InlineData("chain")]
    [InlineData("rows")]
    [InlineData("residual")]
    [InlineData("attention")]
    [InlineData("mixed")]
    [InlineData("written")]
    public void Hand_written_programs_yield_what_they_declare(string name)
    {
        var program = HandWritten.Program(name);
        var random = new Random(name.Length);
        for (var trial = 0; trial < 5; trial++)
        {
            var data = ReferenceNetwork.RandomData(program, random);
            var prepared = ProgramRunner.Prepare(program, SmallChip.Chip, data);
            for (var run = 0; run < 3; run++)
            {
                var inputs = ReferenceNetwork.RandomInputs(program, random);
                var expected = ReferenceNetwork.Evaluate(program, data, inputs).ShouldHaveSingleItem();

                var actual = prepared.Run(inputs).ShouldHaveSingleItem();

                actual.Key.ShouldBe(expected.Key);
                actual.Value.ShouldBe(expected.Value);
                expected.Value.Distinct().Count().ShouldBeGreaterThan(3);
            }
        }
    }

    [Fact]
    public void Random_networks_yield_what_they_declare()
    {
        var networks = new RandomNetworks(7, SmallChip.Chip);
        var random = new Random(8);
        for (var i = 0; i < 300; i++)
        {
            var program = networks.Next();
            ProgramValidator.Check(program, SmallChip.Chip).ShouldBeEmpty(ProgramPrinter.Print(program));
            var data = ReferenceNetwork.RandomData(program, random);
            var inputs = ReferenceNetwork.RandomInputs(program, random);

            var actual = ProgramRunner.Run(program, SmallChip.Chip, data, inputs);

            foreach (var (name, expected) in ReferenceNetwork.Evaluate(program, data, inputs))
            {
                actual[name].ShouldBe(expected, ProgramPrinter.Print(program));
            }
        }
    }

    [Theory]
    [InlineData("another array", "chain", "CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)", "CIM.mvm(fc, tiles 0-9, arrays 1,0,2-9, via f)")]
    [InlineData("no load", "chain", "CIM.write(fc, tiles 0-9, arrays 0-9)", "")]
    [InlineData("no read", "chain", "EXT.read(x, 0-1)", "")]
    [InlineData("half a read", "chain", "EXT.read(x, 0-1)", "EXT.read(x, 0)")]
    [InlineData("overlapping tensors", "residual", "MEM.alloc(s, 11)", "MEM.alloc(s, 0)")]
    [InlineData("a result written too late", "chain", "EXT.write(y, 0-9)", "parallel \"late\" { } EXT.write(y, 0-9)")]
    [InlineData("stale stream", "rows", "EXT.read(x, 0-39)\n  CIM.write(fc, tiles 5, arrays 6)", "CIM.write(fc, tiles 5, arrays 6)")]
    [InlineData("a row left out", "rows", "CIM.mvm(fc, tiles 7-8, arrays 8-9)", "CIM.mvm(fc, tiles 8, arrays 9)")]
    [InlineData("weights lost in a switch", "residual", "parallel \"second\" {", "CM.switch(TOM, 3) CM.switch(TOC, 3) parallel \"second\" {")]
    [InlineData("operands swapped", "attention", "CIM.mvm(qk, tiles 0-1, arrays 8-9, via q)", "CIM.mvm(qk, tiles 0-1, arrays 9,8, via q)")]
    [InlineData("operand not as tiles", "attention", "MEM.alloc(k, 8-9, as qk from 0)", "MEM.alloc(k, 8-9)")]
    [InlineData("operand overwritten", "attention", "CIM.write(op, tiles 0, arrays 0)", "CIM.write(op, tiles 0, arrays 0) CIM.write(op, tiles 0, arrays 10)")]
    [InlineData("operand not written out", "written", "EXT.write(k, 0-15)", "")]
    public void Wrong_programs_yield_wrong_numbers(string damage, string name, string old, string replacement)
    {
        var program = HandWritten.Program(name);
        HandWritten.All[name].Split(old).Length.ShouldBe(2, damage);
        var wrong = ProgramParser.Parse(HandWritten.All[name].Replace(old, replacement, StringComparison.Ordinal), damage);
        ProgramValidator.Check(wrong, SmallChip.Chip).ShouldNotBeEmpty(damage);
        var random = new Random(11);
        var data = ReferenceNetwork.RandomData(program, random);
        var inputs = ReferenceNetwork.RandomInputs(program, random);

        var actual = ProgramRunner.Run(wrong, SmallChip.Chip, data, inputs).Values.Single();

        actual.ShouldNotBe(ReferenceNetwork.Evaluate(program, data, inputs).Values.Single(), damage);
    }

    [Fact]
    public void Sums_are_rounded_half_to_even_and_saturated()
    {
        // One product of 1 × w; steps of a half: 0.5 → 0, 1.5 → 2, 2.5 → 2, −0.5 → 0, −1.5 → −2, and 200 saturates.
        const string Text = """
            program "p" chip "small"
            tensor x : i8[1,1] input scale=0.5
            tensor y : i8[1,8] output scale=1 zero=10
            operator fc : M=1 N=1 K=8 groups=1 pack=1 input=x output=y
            code { EXT.read(x, 0) CIM.write(fc, tiles 0, arrays 0) parallel "a" { CIM.mvm(fc, tiles 0, arrays 0) } EXT.write(y, 0-7) }
            """;
        var data = ProgramData.Empty.With("fc.weight", DataArray.Of(new sbyte[] { 1, 3, 5, -1, -3, 100, -100, 4 }, 1, 1, 8)).With("fc.weight_scale", DataArray.Of([1f], 1))
            .With("fc.bias", DataArray.Of([0, 0, 0, 0, 0, 300, -300, 1], 8));

        var y = ProgramRunner.Run(ProgramParser.Parse(Text, "t"), SmallChip.Chip, data, new Dictionary<string, byte[]> { ["x"] = [1] })["y"];

        y.Select(b => (int)(sbyte)b).ShouldBe([10, 12, 12, 10, 8, 127, -128, 12]);
    }

    [Fact]
    public void Operators_may_fill_parts_of_one_tensor()
    {
        const string Text = """
            program "p" chip "small"
            tensor x : i8[1,1] input scale=1
            tensor y : i8[1,12] output scale=1
            operator a : M=1 N=1 K=3 groups=1 pack=1 input=x output=y
            operator b : M=1 N=1 K=9 groups=1 pack=1 input=x output=y first=3
            code {
              EXT.read(x, 0)
              CIM.write(a, tiles 0, arrays 0)
              CIM.write(b, tiles 0-1, arrays 1-2)
              parallel "a" { CIM.mvm(a, tiles 0, arrays 0) CIM.mvm(b, tiles 0-1, arrays 1-2) }
              EXT.write(y, 0-11)
            }
            """;
        var program = ProgramParser.Parse(Text, "t");
        ProgramValidator.Check(program, SmallChip.Chip).ShouldBeEmpty();
        var data = ProgramData.Empty.With("a.weight", DataArray.Of(new sbyte[] { 1, 2, 3 }, 1, 1, 3)).With("a.weight_scale", DataArray.Of([1f], 1))
            .With("b.weight", DataArray.Of(new sbyte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 1, 1, 9)).With("b.weight_scale", DataArray.Of([1f], 1)).With("b.bias", DataArray.Of([.. Enumerable.Repeat(100, 9)], 9));

        ProgramRunner.Run(program, SmallChip.Chip, data, new Dictionary<string, byte[]> { ["x"] = [2] })["y"].ShouldBe(new byte[] { 2, 4, 6, 102, 104, 106, 108, 110, 112, 114, 116, 118 });
    }

    [Fact]
    public void Sums_beyond_32_bits_are_an_error()
    {
        const string Text = """
            program "p" chip "small"
            tensor x : i8[1,1] input scale=0.5
            tensor y : i8[1,1] output scale=1
            operator fc : M=1 N=1 K=1 groups=1 pack=1 input=x output=y
            code { EXT.read(x, 0) CIM.write(fc, tiles 0, arrays 0) parallel "a" { CIM.mvm(fc, tiles 0, arrays 0) } EXT.write(y, 0) }
            """;
        var data = ProgramData.Empty.With("fc.weight", DataArray.Of(new sbyte[] { 1 }, 1, 1, 1)).With("fc.weight_scale", DataArray.Of([1f], 1)).With("fc.bias", DataArray.Of([int.MaxValue], 1));
        var prepared = ProgramRunner.Prepare(ProgramParser.Parse(Text, "t"), SmallChip.Chip, data);

        prepared.Run(new Dictionary<string, byte[]> { ["x"] = [0] })["y"].ShouldBe([127]);
        Should.Throw<DiagnosticException>(() => prepared.Run(new Dictionary<string, byte[]> { ["x"] = [1] })).Diagnostics[0].Code.ShouldBe("CIM0897");
    }

    [Fact]
    public void What_is_missing_or_unknown_is_named()
    {
        var program = HandWritten.Program("chain");
        var data = ReferenceNetwork.RandomData(program, new Random(1));
        string Message(MetaProgram p, ProgramData d, Dictionary<string, byte[]> inputs) => Should.Throw<DiagnosticException>(() => ProgramRunner.Run(p, SmallChip.Chip, d, inputs)).Message;

        Message(program, new(data.Arrays.Remove("fc.weight")), []).ShouldContain("CIM0895: fc.weight: an array of 800 values is missing");
        Message(program, data.With("fc.bias", DataArray.Of([1f], 1)), []).ShouldContain("fc.bias: expected 10 values of type Int32, found 1");
        Message(program, data, []).ShouldContain("the input 'x' needs 72 bytes, none are given");
        Message(program, data, new() { ["x"] = [1] }).ShouldContain("72 bytes, 1 are given");
        Message(program with { Vectors = [program.Vectors[0] with { Operation = "Round" }, program.Vectors[1]] }, data, []).ShouldContain("values of 'Round' are not simulated");
        Message(program with { Tensors = program.Tensors.SetItem(0, program.Tensors[0] with { Scale = null }) }, data, []).ShouldContain("'x' has no scale");
        Message(HandWritten.Program("repeated"), data, []).ShouldContain("CIM0896");
    }

    [Fact]
    public void Damaged_programs_never_crash_the_runner()
    {
        var random = new Random(21);
        var finished = 0;
        for (var i = 0; i < 600; i++)
        {
            var (name, source) = HandWritten.All.ElementAt(random.Next(6));
            var lines = source.Split('\n').ToList();
            var first = lines.IndexOf("code {") + 1;
            var (from, to) = (random.Next(first, lines.Count - 1), random.Next(first, lines.Count - 1));
            (lines[from], lines[to]) = random.Next(2) == 0 ? (lines[to], lines[from]) : (lines[from].Replace('0', (char)('0' + random.Next(10))), lines[to]);
            try
            {
                var program = ProgramParser.Parse(string.Join('\n', lines), name);
                ProgramTimer.Run(program, SmallChip.Chip).Cycles.ShouldBePositive();
                ProgramRunner.Run(program, SmallChip.Chip, ReferenceNetwork.RandomData(program, random), ReferenceNetwork.RandomInputs(program, random)).Count.ShouldBe(1);
                finished++;
            }
            catch (DiagnosticException e)
            {
                e.Diagnostics.ShouldNotBeEmpty();
            }
        }

        finished.ShouldBeInRange(50, 590);
    }
}
