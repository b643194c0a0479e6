using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Tests.Sparsity.Chips;

public sealed class SparseChipTests
{
    private static readonly string Good = SparseChipLibrary.BuiltInYaml("ciminus-4");

    public static TheoryData<string> Names => new(SparseChipLibrary.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Built_in_chips_state_an_energy_for_every_unit(string name)
    {
        var chip = SparseChipLibrary.Load(name);

        chip.Name.ShouldBe(name);
        chip.Description.ShouldNotBeEmpty();
        chip.UnitEnergies.Keys.ShouldBe(SparseCounts.Units);
        chip.UnitEnergies.Values.ShouldAllBe(e => e > 0);
        chip.StaticMilliwatts.ShouldBeGreaterThan(0);
        chip.Hash.Length.ShouldBe(64);
        chip.OutputBufferBits.ShouldBe(chip.Memories[SparseMemory.OutputBuffer].Bits);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_printed_chip_reads_as_itself(string name)
    {
        var chip = SparseChipLibrary.Load(name, ["macroRows=4", "macroColumns=4", "detectsZeros=false"]);

        SparseChipLibrary.Parse(SparseChipYaml.Of(chip), "printed").Hash.ShouldBe(chip.Hash);
        chip.Hash.ShouldNotBe(SparseChipLibrary.Load(name).Hash);
    }

    [Fact]
    public void The_exploration_chips_are_those_of_the_paper()
    {
        var (four, sixteen) = (SparseChipLibrary.Load("ciminus-4"), SparseChipLibrary.Load("ciminus-16"));

        (four.Macros, four.Rows, four.Columns, four.SubarrayRows, four.WeightColumns).ShouldBe((4, 1024, 32, 32, 4));
        (sixteen.MacroRows, sixteen.MacroColumns).ShouldBe((8, 2));
        SparseChipLibrary.Load("ciminus-4", ["cellsPerWeight=1"]).WeightColumns.ShouldBe(32);
    }

    [Fact]
    public void Stated_energies_win_and_others_follow_the_sizes()
    {
        var chip = SparseChipLibrary.Load("ciminus-4");
        var changed = SparseChipLibrary.Load("CIMinus-4", ["energies.adderTree=20fJ", "static=1.5 mW", "globalBuffer.size=512KiB"]);

        changed.UnitEnergies[SparseUnit.AdderTree].ShouldBe(0.02, 1e-12);
        changed.StaticMilliwatts.ShouldBe(1.5);
        changed.UnitEnergies[SparseUnit.GlobalBufferRead].ShouldBeGreaterThan(chip.UnitEnergies[SparseUnit.GlobalBufferRead]);
        changed.UnitEnergies.Remove(SparseUnit.AdderTree).Remove(SparseUnit.GlobalBufferRead).Remove(SparseUnit.GlobalBufferWrite)
            .ShouldBe(chip.UnitEnergies.Remove(SparseUnit.AdderTree).Remove(SparseUnit.GlobalBufferRead).Remove(SparseUnit.GlobalBufferWrite));
        changed.Hash.ShouldNotBe(chip.Hash);
    }

    [Theory]
    [InlineData("kind: sparse", "kind: dual-mode", "CIM0321", "kind")]
    [InlineData("macroRows: 2 ", "macroRows: 0 ", "CIM0309", "macroRows")]
    [InlineData("macroRows: 2 ", "macroRow: 2 ", "CIM0306", "macroRows")]
    [InlineData("subarrayRows: 32", "subarrayRows: 2048", "CIM0309", "subarrayRows")]
    [InlineData("cellsPerWeight: 8", "cellsPerWeight: 33", "CIM0309", "cellsPerWeight")]
    [InlineData("load: 256 bit/cycle", "load: 256", "CIM0308", "load")]
    [InlineData("fifo: { size: 128 B, width: 128 bit }", "fifo: 128 B", "CIM0307", "fifo")]
    [InlineData("fifo: { size: 128 B, width: 128 bit }", "fifo: { size: 128 B, width: 2048 bit }", "CIM0309", "fifo.width")]
    [InlineData("fifo: { size: 128 B, width: 128 bit }", "fifo: { size: 128 B, width: 8 bit, depth: 3 }", "CIM0305", "fifo.depth")]
    [InlineData("globalBuffer: { size: 256 KiB", "globalBuffer: { size: 1 GiB", "CIM0315", "energies")]
    [InlineData("sramCell: itrs-lstp", "sramCell: itrs-lapt", "CIM0311", "sramCell")]
    [InlineData("clock: 500 MHz", "clock: 500 MHz\nenergies: { adderTrees: 1 pJ }", "CIM0305", "energies.adderTrees")]
    [InlineData("clock: 500 MHz", "clock: 500 MHz\nenergies: { adderTree: -1 pJ }", "CIM0309", "energies.adderTree")]
    [InlineData("clock: 500 MHz", "clock: 500 MHz\nstatic: 1.2", "CIM0308", "static")]
    public void Mistakes_are_reported_where_they_are(string text, string instead, string code, string field)
    {
        Good.ShouldContain(text);
        var finding = Should.Throw<DiagnosticException>(() => SparseChipLibrary.Parse(Good.Replace(text, instead, StringComparison.Ordinal), "bad.yaml")).Diagnostics[0];

        finding.Code.ShouldBe(code);
        finding.Field.ShouldBe(field);
        finding.Hint.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("CIM0314", "macroRows")]
    [InlineData("CIM0314", "=3")]
    [InlineData("CIM0314", "fifo.=3")]
    [InlineData("CIM0314", "name=other")]
    [InlineData("CIM0314", "rows=64", "Rows=32")]
    [InlineData("CIM0305", "row=64")]
    [InlineData("CIM0305", "fifo.length=64")]
    public void Changes_of_nothing_are_refused(string code, params string[] overrides) =>
        Should.Throw<DiagnosticException>(() => SparseChipLibrary.Load("ciminus-4", overrides)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Fact]
    public void An_unknown_chip_is_compared_with_known_ones()
    {
        var finding = Should.Throw<DiagnosticException>(() => SparseChipLibrary.Load("ciminus4")).Diagnostics.ShouldHaveSingleItem();

        finding.Code.ShouldBe("CIM0301");
        finding.Hint.ShouldBe("did you mean 'ciminus-4'?");
    }
}
