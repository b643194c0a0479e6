using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Tests.Hardware;

public sealed class ChipLibraryTests
{
    private static readonly Operand[] All = [Operand.Input, Operand.Weight, Operand.Output];

    [Fact]
    public void The_default_chip_has_the_published_figures()
    {
        var chip = ChipLibrary.Load("default");

        chip.Name.ShouldBe("default");
        chip.LeakageNanojoulesPerCycle.ShouldBe(0.035930852808574304);
        chip.Precision.ShouldBe(new Precision(8, 8, 16, 8));
        chip.Macro.ShouldBe(new Macro(32, 16, 8, 1, false, 0.0002835, 0.003402, 0.001701));
        chip.MacCycles.ShouldBe(8);
        ShouldHaveLevels(chip,
            ("Dram", MemoryKind.Dram, All, 8_589_934_592, 64, 7.91, 7.91, true),
            ("Global_buffer", MemoryKind.Sram, All, 2_097_152, 128, 0.197874140625, 0.1428060375, true),
            ("Output_buffer", MemoryKind.Sram, [Operand.Output], 131_072, 128, 0.039508509375, 0.04694506875, true),
            ("Input_buffer", MemoryKind.Sram, [Operand.Input], 65_536, 128, 0.02953310625, 0.032814871875, true),
            ("OReg", MemoryKind.Register, [Operand.Output], 16, 16, 0, 0.001701, false),
            ("IReg", MemoryKind.Register, [Operand.Input], 8, 8, 0, 0.001701, false),
            ("Macro", MemoryKind.Macro, [Operand.Weight], 64, 8, 0, 0.02575, false));
        ShouldHaveAxes(chip, cores: 8, rows: 32, columns: 16);
    }

    [Fact]
    public void The_transformer_chip_has_the_published_figures()
    {
        var chip = ChipLibrary.Load("transformer");

        chip.LeakageNanojoulesPerCycle.ShouldBe(0.4719655086538611);
        chip.Precision.ShouldBe(new Precision(8, 8, 16, 8));
        chip.Macro.ShouldBe(new Macro(64, 32, 8, 1, false, 0.0002835, 0.003402, 0.001701));
        ShouldHaveLevels(chip,
            ("Dram", MemoryKind.Dram, All, 34_359_738_368, 256, 7.91, 7.91, true),
            ("Global_buffer", MemoryKind.Sram, All, 33_554_432, 512, 0.4182283125, 0.2767365, true),
            ("Output_buffer", MemoryKind.Sram, [Operand.Output], 262_144, 256, 0.039508509375, 0.04694506875, true),
            ("Input_buffer", MemoryKind.Sram, [Operand.Input], 131_072, 256, 0.02953310625, 0.032814871875, true),
            ("OReg", MemoryKind.Register, [Operand.Output], 16, 16, 0, 0.001701, false),
            ("IReg", MemoryKind.Register, [Operand.Input], 8, 8, 0, 0.001701, false),
            ("Macro", MemoryKind.Macro, [Operand.Weight], 64, 8, 0, 0.02575, false));
        ShouldHaveAxes(chip, cores: 16, rows: 64, columns: 32);
    }

    [Fact]
    public void Every_built_in_chip_names_itself_and_explains_itself()
    {
        foreach (var name in ChipLibrary.Names)
        {
            var definition = ChipLibrary.LoadDefinition(name);
            definition.Chip.Name.ShouldBe(name);
            definition.Chip.Description.ShouldNotBeEmpty();
            definition.Chip.Derivations.ShouldBeEmpty();
            definition.Yaml.ShouldContain("# ");
            ChipLibrary.Parse(definition.Yaml, "copy.yaml").Hash.ShouldBe(definition.Chip.Hash);
        }
    }

    [Theory]
    [InlineData("default")]
    [InlineData("transformer")]
    public void The_files_describe_the_chips_that_the_other_tests_build(string name)
    {
        ChipHash.CanonicalText(ChipLibrary.Load(name)).ShouldBe(ChipHash.CanonicalText(TestChips.Named(name)));
    }

    [Fact]
    public void Names_ignore_case()
    {
        ChipLibrary.Load("Default").Hash.ShouldBe(ChipLibrary.Load("default").Hash);
    }

    [Fact]
    public void An_unknown_chip_is_refused_with_the_nearest_name()
    {
        var found = Should.Throw<DiagnosticException>(() => ChipLibrary.Load("defualt")).Diagnostics.ShouldHaveSingleItem();

        found.Code.ShouldBe("CIM0301");
        found.Hint.ShouldBe("did you mean 'default'?");
    }

    private static void ShouldHaveLevels(
        Chip chip,
        params (string Name, MemoryKind Kind, Operand[] Holds, long Bits, int Port, double Read, double Write, bool DoubleBuffer)[] expected)
    {
        chip.Levels.Select(l => (l.Name, l.Kind, string.Concat(l.Holds), l.CapacityBits, l.PortBitsPerCycle, l.ReadPicojoulesPerBit, l.WritePicojoulesPerBit, l.MayDoubleBuffer))
            .ShouldBe(expected.Select(e => (e.Name, e.Kind, string.Concat(e.Holds), e.Bits, e.Port, e.Read, e.Write, e.DoubleBuffer)));
    }

    private static void ShouldHaveAxes(Chip chip, int cores, int rows, int columns)
    {
        string Feeds(int axis) => string.Join(' ', chip.Axes[axis].Feeds.Select(f => chip.Levels[f].Name));

        chip.Axes.Select(a => (a.Name, a.Kind, a.Size, string.Concat(a.Dims))).ShouldBe(
        [
            ("cores", AxisKind.Cores, cores, "PQKG"),
            ("dimX", AxisKind.Rows, rows, "RSC"),
            ("dimY", AxisKind.Columns, columns, "K"),
        ]);
        Feeds(0).ShouldBe("Global_buffer Global_buffer Global_buffer");
        Feeds(1).ShouldBe("Input_buffer Global_buffer OReg");
        Feeds(2).ShouldBe("IReg Global_buffer Output_buffer");
    }
}
