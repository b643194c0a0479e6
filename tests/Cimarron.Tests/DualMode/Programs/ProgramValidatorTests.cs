using Cimarron.DualMode.Programs;

namespace Cimarron.Tests.DualMode.Programs;

/// <summary>Legal programs are accepted, and every kind of damage to them is found and named.</summary>
public sealed class ProgramValidatorTests
{
    public static TheoryData<string> Names => HandWritten.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Legal_programs_are_accepted(string name) => ProgramValidator.Check(HandWritten.Program(name), SmallChip.Chip).ShouldBeEmpty();

    [Theory]
    [InlineData("dropped switch to memory", "chain", "CM.switch(TOM, 10-11)", "", ProgramViolationKind.NotMemoryMode)]
    [InlineData("doubled switch", "chain", "CM.switch(TOM, 10-11)", "CM.switch(TOM, 10-11) CM.switch(TOM, 11)", ProgramViolationKind.NeedlessSwitch)]
    [InlineData("switch into the initial mode", "chain", "CM.switch(TOM, 10-11)", "CM.switch(TOM, 10-11) CM.switch(TOC, 0)", ProgramViolationKind.NeedlessSwitch)]
    [InlineData("switch of an array the chip lacks", "chain", "CM.switch(TOM, 10-11)", "CM.switch(TOM, 10-12)", ProgramViolationKind.ArrayList)]
    [InlineData("switch of an array twice", "chain", "CM.switch(TOM, 10-11)", "CM.switch(TOM, 10-11,10)", ProgramViolationKind.ArrayList)]
    [InlineData("switch of nothing", "chain", "CM.switch(TOM, 10-11)", "CM.switch(TOM, 10-11) CM.switch(TOM, none)", ProgramViolationKind.ArrayList)]
    [InlineData("switch of a tensor's array", "chain", "EXT.read(x, 0-1)", "EXT.read(x, 0-1) CM.switch(TOC, 10)", ProgramViolationKind.AllocatedSwitch)]
    [InlineData("switch that loses weights", "chain", "parallel \"conv1..flat\" {", "CM.switch(TOM, 0) CM.switch(TOC, 0) parallel \"conv1..flat\" {", ProgramViolationKind.WrongContents)]
    [InlineData("compute on a memory array", "chain", "parallel \"conv1..flat\" {", "CM.switch(TOM, 0) parallel \"conv1..flat\" {", ProgramViolationKind.NotComputeMode)]
    [InlineData("load into a memory array", "chain", "CIM.write(fc, tiles 0-9, arrays 0-9)", "CIM.write(fc, tiles 0-9, arrays 0-8,11)", ProgramViolationKind.NotComputeMode)]
    [InlineData("dropped alloc", "chain", "MEM.alloc(x, 10)", "", ProgramViolationKind.NotAllocated)]
    [InlineData("dropped alloc of a kept result", "chain", "MEM.alloc(f, 11)", "", ProgramViolationKind.NotOnChip)]
    [InlineData("doubled alloc", "chain", "MEM.alloc(x, 10)", "MEM.alloc(x, 10) MEM.alloc(x, 10)", ProgramViolationKind.AllocatedTwice)]
    [InlineData("overlapping allocs", "chain", "MEM.alloc(f, 11)", "MEM.alloc(f, 10)", ProgramViolationKind.ArrayTaken)]
    [InlineData("alloc on a compute array", "chain", "MEM.alloc(f, 11)", "MEM.alloc(f, 9)", ProgramViolationKind.NotMemoryMode)]
    [InlineData("alloc of an unknown tensor", "chain", "MEM.alloc(f, 11)", "MEM.alloc(g, 11)", ProgramViolationKind.UnknownName)]
    [InlineData("doubled free", "chain", "MEM.free(x)", "MEM.free(x) MEM.free(x)", ProgramViolationKind.NotAllocated)]
    [InlineData("early free", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "MEM.free(x) CIM.write(conv1, tiles 0-1, arrays 0-3)", ProgramViolationKind.NotOnChip)]
    [InlineData("dropped free", "repeated", "MEM.free(h)", "", ProgramViolationKind.ArrayTaken)]
    [InlineData("dropped read", "chain", "EXT.read(x, 0-1)", "", ProgramViolationKind.NotOnChip)]
    [InlineData("read of a part", "chain", "EXT.read(x, 0-1)", "EXT.read(x, 0)", ProgramViolationKind.NotOnChip)]
    [InlineData("read of features that do not exist", "chain", "EXT.read(x, 0-1)", "EXT.read(x, 0-2)", ProgramViolationKind.Range)]
    [InlineData("read of what was never written", "chain", "MEM.free(x)", "MEM.free(x) EXT.read(r1, 0-4)", ProgramViolationKind.NotExternal)]
    [InlineData("read of an unknown tensor", "chain", "EXT.read(x, 0-1)", "EXT.read(xx, 0-1)", ProgramViolationKind.UnknownName)]
    [InlineData("dropped write of an output", "chain", "EXT.write(y, 0-9)", "", ProgramViolationKind.MissingOutput)]
    [InlineData("write of a part of an output", "chain", "EXT.write(y, 0-9)", "EXT.write(y, 0-8)", ProgramViolationKind.MissingOutput)]
    [InlineData("write of what is not there", "chain", "MEM.free(x)", "MEM.free(x) EXT.write(y, 0-9)", ProgramViolationKind.NotOnChip)]
    [InlineData("late write of a stream", "rows", "EXT.write(y, 0-7)\n", "\n", ProgramViolationKind.MissingOutput)]
    [InlineData("write after the next segment", "rows", "EXT.write(y, 8-15)", "EXT.write(y, 0-15)", ProgramViolationKind.NotOnChip)]
    [InlineData("stale stream", "rows", "EXT.read(x, 0-39)\n  CIM.write(fc, tiles 5, arrays 6)", "CIM.write(fc, tiles 5, arrays 6)", ProgramViolationKind.NotOnChip)]
    [InlineData("dropped load", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "", ProgramViolationKind.WrongContents)]
    [InlineData("load of another operator", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "CIM.write(fc, tiles 0-1, arrays 0-3)", ProgramViolationKind.WrongContents)]
    [InlineData("load into other arrays", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "CIM.write(conv1, tiles 0-1, arrays 4-7)", ProgramViolationKind.WrongContents)]
    [InlineData("load in another order", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "CIM.write(conv1, tiles 0-1, arrays 0,2,1,3)", ProgramViolationKind.WrongContents)]
    [InlineData("load of one copy only", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "CIM.write(conv1, tiles 0-1, arrays 0-1)", ProgramViolationKind.WrongContents)]
    [InlineData("a copy and a half", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "CIM.write(conv1, tiles 0-1, arrays 0-2)", ProgramViolationKind.CopyCount)]
    [InlineData("load of a tile that does not exist", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "CIM.write(conv1, tiles 1-2, arrays 0-3)", ProgramViolationKind.Range)]
    [InlineData("load of an unknown operator", "chain", "CIM.write(conv1, tiles 0-1, arrays 0-3)", "CIM.write(conv2, tiles 0-1, arrays 0-3)", ProgramViolationKind.UnknownName)]
    [InlineData("load of another tile", "rows", "CIM.write(fc, tiles 5, arrays 6)", "CIM.write(fc, tiles 4, arrays 6)", ProgramViolationKind.WrongContents)]
    [InlineData("weights overwritten before use", "rows", "CIM.write(fc, tiles 3-4, arrays 4-5)", "CIM.write(fc, tiles 3-4, arrays 4-5) CIM.write(fc, tiles 0, arrays 5)", ProgramViolationKind.WrongContents)]
    [InlineData("dropped mvm", "chain", "CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)", "", ProgramViolationKind.MissingWork)]
    [InlineData("doubled mvm", "chain", "CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)", "CIM.mvm(fc, tiles 0-9, arrays 0-9, via f) CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)", ProgramViolationKind.DoubleWork)]
    [InlineData("array used twice in a segment", "chain", "CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)", "CIM.mvm(fc, tiles 0-9, arrays 0-9, via f) CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)", ProgramViolationKind.ArrayBusy)]
    [InlineData("part of the tiles", "chain", "CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)", "CIM.mvm(fc, tiles 0-4, arrays 0-4, via f)", ProgramViolationKind.MissingWork)]
    [InlineData("tiles across columns", "chain", "CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)", "CIM.mvm(fc, tiles 3-6, arrays 3-6, via f)", ProgramViolationKind.Range)]
    [InlineData("mvm outside of a segment", "chain", "MEM.free(x)", "MEM.free(x) CIM.mvm(conv1, tiles 0-1, arrays 0-3)", ProgramViolationKind.Placement)]
    [InlineData("load inside of a segment", "chain", "VEC.run(flat, 0-79)", "VEC.run(flat, 0-79) CIM.write(fc, tiles 0-9, arrays 0-9)", ProgramViolationKind.Placement)]
    [InlineData("mvm of an unknown operator", "chain", "CIM.mvm(fc, tiles", "CIM.mvm(fd, tiles", ProgramViolationKind.UnknownName)]
    [InlineData("stream through an unknown tensor", "chain", "arrays 0-9, via f)", "arrays 0-9, via g)", ProgramViolationKind.UnknownName)]
    [InlineData("stream through a tensor without arrays", "chain", "arrays 0-9, via f)", "arrays 0-9, via x)", ProgramViolationKind.NotAllocated)]
    [InlineData("dropped vec", "chain", "VEC.run(relu1, 0-4)", "", ProgramViolationKind.NotOnChip)]
    [InlineData("doubled vec", "chain", "VEC.run(relu1, 0-4)", "VEC.run(relu1, 0-4) VEC.run(relu1, 4)", ProgramViolationKind.DoubleWork)]
    [InlineData("part of a vec", "chain", "VEC.run(relu1, 0-4)", "VEC.run(relu1, 0-3)", ProgramViolationKind.NotOnChip)]
    [InlineData("vec beyond its features", "chain", "VEC.run(relu1, 0-4)", "VEC.run(relu1, 0-5)", ProgramViolationKind.Range)]
    [InlineData("unknown vec", "chain", "VEC.run(relu1, 0-4)", "VEC.run(relu2, 0-4)", ProgramViolationKind.UnknownName)]
    [InlineData("vec outside of a segment", "chain", "MEM.free(x)", "MEM.free(x) VEC.run(relu1, 0-4)", ProgramViolationKind.Placement)]
    [InlineData("consumer before producer", "chain", "VEC.run(relu1, 0-4)\n    VEC.run(flat, 0-79)", "VEC.run(flat, 0-79)\n    VEC.run(relu1, 0-4)", ProgramViolationKind.NotOnChip)]
    [InlineData("feature that a featurewise vec lacks", "residual", "VEC.run(sum, 0-7)", "VEC.run(sum, 0-8)", ProgramViolationKind.NotOnChip)]
    [InlineData("rows in the wrong order", "rows", "CIM.mvm(fc, tiles 6, arrays 7)\n    CIM.mvm(fc, tiles 7-8, arrays 8-9)", "CIM.mvm(fc, tiles 7-8, arrays 8-9)\n    CIM.mvm(fc, tiles 6, arrays 7)", ProgramViolationKind.RowOrder)]
    [InlineData("a row left out", "rows", "CIM.mvm(fc, tiles 7-8, arrays 8-9)", "CIM.mvm(fc, tiles 8, arrays 9)", ProgramViolationKind.RowOrder)]
    [InlineData("dropped in-place switch", "attention", "CM.switch(TOC, 8-11)", "", ProgramViolationKind.NotComputeMode)]
    [InlineData("switch of half an operand", "attention", "CM.switch(TOC, 8-11)", "CM.switch(TOC, 8) CM.switch(TOC, 9-11)", ProgramViolationKind.AllocatedSwitch)]
    [InlineData("switch of an incomplete operand", "attention", "CIM.mvm(kp, tiles 0-1, arrays 2-3)", "CIM.mvm(kp, tiles 0, arrays 2)", ProgramViolationKind.AllocatedSwitch)]
    [InlineData("operand not laid out as tiles", "attention", "MEM.alloc(k, 8-9, as qk from 0)", "MEM.alloc(k, 8-9)", ProgramViolationKind.AllocatedSwitch)]
    [InlineData("operand laid out for another operator", "attention", "MEM.alloc(k, 8-9, as qk from 0)", "MEM.alloc(k, 8-9, as sv from 0)", ProgramViolationKind.InPlaceLayout)]
    [InlineData("operand in too many arrays", "attention", "MEM.alloc(v, 10-11, as sv from 0)", "CM.switch(TOM, 7) MEM.alloc(v, 7,10-11, as sv from 0)", ProgramViolationKind.Range)]
    [InlineData("operand in too few arrays", "attention", "MEM.alloc(v, 10-11, as sv from 0)", "MEM.alloc(v, 10, as sv from 0)", ProgramViolationKind.WrongContents)]
    [InlineData("operand for an unknown operator", "attention", "MEM.alloc(k, 8-9, as qk from 0)", "MEM.alloc(k, 8-9, as kq from 0)", ProgramViolationKind.UnknownName)]
    [InlineData("operands swapped", "attention", "CIM.mvm(qk, tiles 0-1, arrays 8-9, via q)", "CIM.mvm(qk, tiles 0-1, arrays 9,8, via q)", ProgramViolationKind.WrongContents)]
    [InlineData("operand overwritten", "attention", "CIM.write(op, tiles 0, arrays 0)", "CIM.write(op, tiles 0, arrays 9)", ProgramViolationKind.OverwrittenOperand)]
    [InlineData("operand produced and used at once", "written", "CIM.mvm(kp, tiles 0-1, arrays 2-3)\n", "CIM.mvm(kp, tiles 0-1, arrays 2-3) CIM.mvm(qk, tiles 0, arrays 4)\n", ProgramViolationKind.StationaryInSegment)]
    [InlineData("operand not written out", "written", "EXT.write(k, 0-15)", "", ProgramViolationKind.NotExternal)]
    [InlineData("operand written out in part", "written", "EXT.write(k, 0-15)", "EXT.write(k, 0-14)", ProgramViolationKind.NotExternal)]
    [InlineData("operand of half a head", "mixed", "MEM.alloc(v, 10-11, as sv from 0)", "MEM.alloc(v, 10-11, as sv from 1)", ProgramViolationKind.Range)]
    [InlineData("the other head's operand", "mixed", "MEM.alloc(k, 8, as qk from 0)", "MEM.alloc(k, 8, as qk from 1)", ProgramViolationKind.WrongContents)]
    [InlineData("one iteration", "repeated", "repeat 3", "repeat 1", ProgramViolationKind.RepeatForm)]
    [InlineData("dropped carry", "repeated", " carry g -> h", "", ProgramViolationKind.RepeatState)]
    [InlineData("carry of another tensor", "repeated", "carry g -> h", "carry t -> h", ProgramViolationKind.RepeatState)]
    [InlineData("carry the wrong way", "repeated", "carry g -> h", "carry h -> g", ProgramViolationKind.RepeatForm)]
    [InlineData("carry into another shape", "repeated", "carry g -> h", "carry g -> h, t -> y", ProgramViolationKind.RepeatForm)]
    [InlineData("carry of an unknown tensor", "repeated", "carry g -> h", "carry z -> h", ProgramViolationKind.UnknownName)]
    [InlineData("weights of the first iteration", "repeated", "repeat 3 carry g -> h {\n    MEM.alloc(t, 11)\n    CIM.write(layer, tiles 0, arrays 0)", "CIM.write(layer, tiles 0, arrays 0) repeat 3 carry g -> h {\n    MEM.alloc(t, 11)", ProgramViolationKind.WrongContents)]
    [InlineData("a switch that is not undone", "repeated", "MEM.free(t)", "MEM.free(t) CM.switch(TOM, 5)", ProgramViolationKind.RepeatState)]
    [InlineData("arrays not freed in an iteration", "repeated", "MEM.free(t)", "", ProgramViolationKind.RepeatState)]
    [InlineData("another place each iteration", "repeated", "MEM.alloc(g, 10)", "MEM.alloc(g, 10) CM.switch(TOM, 9) MEM.free(g) MEM.alloc(g, 9) CM.switch(TOC, 10)", ProgramViolationKind.RepeatState)]
    [InlineData("work inside and outside", "repeated", "CIM.write(head, tiles 0, arrays 1)", "parallel \"again\" { VEC.run(act, 0-7) } CIM.write(head, tiles 0, arrays 1)", ProgramViolationKind.DoubleWork)]
    [InlineData("iteration without a carry", "unrolled", "MEM.carry(g -> h)", "", ProgramViolationKind.DoubleWork)]
    [InlineData("two carries", "unrolled", "MEM.carry(g -> h)", "MEM.carry(g -> h) MEM.carry(g -> h)", ProgramViolationKind.NotOnChip)]
    [InlineData("carry in the middle of an iteration", "unrolled", "MEM.alloc(g, 10)\n  parallel", "MEM.carry(g -> h)\n  parallel", ProgramViolationKind.NotOnChip)]
    [InlineData("carry the other way", "unrolled", "MEM.carry(g -> h)", "MEM.carry(h -> g)", ProgramViolationKind.RepeatState)]
    [InlineData("carry to an unknown tensor", "unrolled", "MEM.carry(g -> h)", "MEM.carry(g -> hh)", ProgramViolationKind.UnknownName)]
    [InlineData("features that the output lacks", "chain", "input=f output=y", "input=f output=y first=1", ProgramViolationKind.Declaration)]
    [InlineData("a tensor produced twice", "chain", "Relu(c1) -> r1", "Relu(c1) -> c1", ProgramViolationKind.Declaration)]
    [InlineData("undeclared operand", "chain", "input=f output=y", "input=ff output=y", ProgramViolationKind.Declaration)]
    [InlineData("disagreeing sizes", "chain", "M=1 N=80", "M=1 N=81", ProgramViolationKind.Declaration)]
    [InlineData("another chip", "chain", "chip \"small\"", "chip \"large\"", ProgramViolationKind.OtherChip)]
    public void Damage_is_found(string damage, string name, string old, string replacement, ProgramViolationKind expected)
    {
        var source = HandWritten.All[name];
        source.Split(old).Length.ShouldBe(2, $"{damage}: the place to change must exist once");

        var found = ProgramValidator.Check(ProgramParser.Parse(source.Replace(old, replacement, StringComparison.Ordinal), damage), SmallChip.Chip);

        found.Select(v => v.Kind).ShouldContain(expected, $"{damage}: {string.Join("; ", found)}");
    }

    [Fact]
    public void Tensors_in_too_few_arrays_are_windows_that_keep_nothing()
    {
        // Thin cells: an array holds 32 bytes, x and s have 48.
        var chip = SmallChip.Chip with { Columns = 16, CellsPerWeight = 2 };
        var found = ProgramValidator.Check(HandWritten.Program("residual"), chip);

        chip.ArrayBytes.ShouldBe(32);
        found.ShouldContain(v => v.Kind == ProgramViolationKind.NotOnChip && v.Path == "11.1");
    }

    [Fact]
    public void Transposed_operands_need_a_chip_that_writes_columns() =>
        ProgramValidator.Check(HandWritten.Program("attention"), SmallChip.Chip with { WritesTransposed = false }).ShouldContain(v => v.Kind == ProgramViolationKind.InPlaceLayout && v.Path == "3");

    [Fact]
    public void Findings_say_where_they_are()
    {
        var text = HandWritten.Repeated.Replace("CIM.mvm(layer, tiles 0, arrays 0, via h)", "CIM.mvm(layer, tiles 0, arrays 3, via h)", StringComparison.Ordinal);

        var violation = ProgramValidator.Check(ProgramParser.Parse(text, "f"), SmallChip.Chip).ShouldHaveSingleItem();

        violation.Path.ShouldBe("4.3.1");
        violation.Kind.ShouldBe(ProgramViolationKind.WrongContents);
        violation.ToDiagnostic("f").ToString().ShouldStartWith("f: error CIM0877: statement 4.3.1: array 3 should hold tile 0 of 'layer'");
    }
}
