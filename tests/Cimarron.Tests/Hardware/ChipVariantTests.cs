using Cimarron.Hardware;

namespace Cimarron.Tests.Hardware;

public sealed class ChipVariantTests
{
    private static MemoryLevel Level(Chip chip, string name) => chip.Levels[chip.IndexOfLevel(name)];

    [Fact]
    public void A_changed_SRAM_takes_its_energy_along_the_table()
    {
        var chip = ChipLibrary.Load("default", ["Global_buffer.size=512KiB"]);

        var buffer = Level(chip, "Global_buffer");
        buffer.CapacityBits.ShouldBe(4_194_304);
        // CACTI 7, 28 nm itrs-lop, 128 bit: 13.0132 pJ per read at 256 KiB, 19.2607 at 512 KiB; writes 11.167 and 14.0468.
        buffer.ReadPicojoulesPerBit.ShouldBe(0.197874140625 * 19.2607 / 13.0132, 1e-15);
        buffer.WritePicojoulesPerBit.ShouldBe(0.1428060375 * 14.0468 / 11.167, 1e-15);
        // Leakage: 64.9908 mW shared, 4.46298 and 2.43113 mW in each of 8 cores; 123.542 mW after.
        chip.LeakageNanojoulesPerCycle.ShouldBe(0.035930852808574304 * (123.542 + (8 * (4.46298 + 2.43113))) / (64.9908 + (8 * (4.46298 + 2.43113))), 1e-15);
        chip.Derivations.Length.ShouldBe(3);
        chip.Derivations[0].ShouldBe("Global_buffer.size set to 512 KiB (was 2097152 bit).");
        chip.Derivations[1].ShouldStartWith("Global_buffer: read energy scaled by 1.48009");
        chip.Derivations[2].ShouldStartWith("leakage scaled by 1.48734");
    }

    [Fact]
    public void A_changed_SRAM_between_table_points_is_interpolated_and_says_so()
    {
        var chip = ChipLibrary.Load("default", ["Input_buffer.size=12KiB"]);

        // 8 KiB is the template's own size: 1.67361 pJ; 16 KiB: 3.19729 pJ. 12 KiB lies log2(1.5) of the way.
        var expected = 0.02953310625 * Math.Pow(3.19729 / 1.67361, Math.Log2(1.5));
        Level(chip, "Input_buffer").ReadPicojoulesPerBit.ShouldBe(expected, 1e-15);
        chip.Derivations[1].ShouldContain("interpolated in log size and log width");
    }

    [Fact]
    public void A_changed_port_is_a_changed_SRAM()
    {
        var chip = ChipLibrary.Load("default", ["output_buffer.port=256"]);

        Level(chip, "Output_buffer").PortBitsPerCycle.ShouldBe(256);
        Level(chip, "Output_buffer").ReadPicojoulesPerBit.ShouldNotBe(0.039508509375);
        chip.LeakageNanojoulesPerCycle.ShouldNotBe(0.035930852808574304);
    }

    [Fact]
    public void Figures_the_user_sets_stay_as_set()
    {
        var chip = ChipLibrary.Load("default", ["Global_buffer.size=1MiB", "Global_buffer.read=0.5", "leakage=0.05 nJ/cycle"]);

        Level(chip, "Global_buffer").ReadPicojoulesPerBit.ShouldBe(0.5);
        Level(chip, "Global_buffer").WritePicojoulesPerBit.ShouldBe(0.1428060375 * 21.6212 / 11.167, 1e-15);
        chip.LeakageNanojoulesPerCycle.ShouldBe(0.05);
    }

    [Fact]
    public void An_SRAM_outside_of_the_table_needs_figures_from_the_user()
    {
        var found = Should.Throw<DiagnosticException>(() => ChipLibrary.Load("default", ["Global_buffer.size=64MiB"])).Diagnostics.ShouldHaveSingleItem();
        found.Code.ShouldBe("CIM0315");
        found.Field.ShouldBe("Global_buffer");

        var chip = ChipLibrary.Load("default", ["Global_buffer.size=64MiB", "Global_buffer.read=1", "Global_buffer.write=1", "leakage=1"]);
        Level(chip, "Global_buffer").CapacityBits.ShouldBe(64L << 23);
    }

    [Fact]
    public void Leakage_cannot_be_divided_when_another_buffer_lies_outside_of_the_table()
    {
        var yaml = ChipLibrary.LoadDefinition("default").Yaml.Replace("size: 65536 bit", "size: 64 B", StringComparison.Ordinal);

        Should.Throw<DiagnosticException>(() => ChipLibrary.Parse(yaml, "small.yaml", ["Global_buffer.size=512KiB"])).Diagnostics.ShouldHaveSingleItem().Field.ShouldBe("Input_buffer");
        ChipLibrary.Parse(yaml, "small.yaml", ["Global_buffer.size=512KiB", "leakage=1"]).LeakageNanojoulesPerCycle.ShouldBe(1);
    }

    [Fact]
    public void Macro_and_cores_change_their_axes_and_nothing_else()
    {
        var template = ChipLibrary.Load("default");
        var chip = ChipLibrary.Load("default", ["cores=16", "macro.rows=64", "macro.columns=8", "macro.depth=16", "macro.pingPong=true", "Dram.port=128"]);

        chip.Axes.Select(a => a.Size).ShouldBe([16, 64, 8]);
        chip.Macro.ShouldBe(template.Macro with { Rows = 64, Columns = 8, Depth = 16, PingPong = true });
        Level(chip, "Macro").CapacityBits.ShouldBe(128);
        Level(chip, "Macro").MayDoubleBuffer.ShouldBeTrue();
        Level(chip, "Dram").PortBitsPerCycle.ShouldBe(128);
        chip.LeakageNanojoulesPerCycle.ShouldBe(template.LeakageNanojoulesPerCycle);
        chip.Derivations.Last().ShouldBe("leakage and energies per bit are not scaled with the number of cores or the macro's shape.");
    }

    [Fact]
    public void A_variant_is_a_chip_file_with_comments_that_loads_to_the_same_chip()
    {
        string[] overrides = ["MACRO.PINGPONG=TRUE", "global_buffer.size=512 KiB", "Input_buffer.doubleBuffer=false", "cores=4"];
        var variant = ChipLibrary.LoadDefinition("default", overrides);

        variant.Yaml.ShouldContain("# Memory levels, DRAM first.");
        variant.Yaml.ShouldContain("# Variant: cores set to 4 (was 8).");
        variant.Yaml.ShouldContain("pingPong: true       # writing");
        ChipLibrary.Parse(variant.Yaml, "variant.yaml").Hash.ShouldBe(variant.Chip.Hash);
        Level(variant.Chip, "Input_buffer").MayDoubleBuffer.ShouldBeFalse();
    }

    [Fact]
    public void Optional_keys_can_be_set_in_flow_style_too()
    {
        var yaml = ChipLibrary.LoadDefinition("default").Yaml.Replace(
            """
              - name: Input_buffer    # one per core
                kind: sram
                holds: [I]
                size: 65536 bit
                port: 128 bit/cycle
                read: 0.02953310625 pJ/bit
                write: 0.032814871875 pJ/bit
            """,
            "  - { name: Input_buffer, kind: sram, holds: [I], size: 8 KiB, port: 16 B/cycle, read: 29.53310625 fJ/bit, write: 0.032814871875 pJ/bit }",
            StringComparison.Ordinal);

        ChipLibrary.Parse(yaml, "flow.yaml").Hash.ShouldBe(ChipLibrary.Load("default").Hash);
        Level(ChipLibrary.Parse(yaml, "flow.yaml", ["Input_buffer.doubleBuffer=false"]), "Input_buffer").MayDoubleBuffer.ShouldBeFalse();
    }

    [Fact]
    public void Every_path_the_hint_lists_can_be_set()
    {
        var hint = Should.Throw<DiagnosticException>(() => ChipLibrary.Load("default", ["nonsense.path=1"])).Diagnostics.ShouldHaveSingleItem().Hint.ShouldNotBeNull();
        var paths = hint.Split("valid paths: ")[1].Split(", ");

        paths.Length.ShouldBe(44);
        foreach (var path in paths)
        {
            var value = path.EndsWith("pingPong", StringComparison.Ordinal) || path.EndsWith("doubleBuffer", StringComparison.Ordinal) ? "true"
                : path == "precision.partialSum" ? "24"
                : path.EndsWith(".size", StringComparison.Ordinal) ? "2 KiB"
                : path.EndsWith(".port", StringComparison.Ordinal) ? "64"
                : "7";
            ChipLibrary.Load("default", [$"{path}={value}"]).Derivations.ShouldContain(d => d.StartsWith($"{path} set to", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("cores", "CIM0314", null)]
    [InlineData("=3", "CIM0314", null)]
    [InlineData("", "CIM0314", null)]
    [InlineData("coers=3", "CIM0314", "coers")]
    [InlineData("cores=", "CIM0308", "cores")]
    [InlineData("cores=0", "CIM0309", "cores")]
    [InlineData("cores=-1", "CIM0309", "cores")]
    [InlineData("cores=1.5", "CIM0309", "cores")]
    [InlineData("cores=8 bit", "CIM0308", "cores")]
    [InlineData("cores=9223372036854775808", "CIM0309", "cores")]
    [InlineData("cores=NaN", "CIM0308", "cores")]
    [InlineData("cores=8\nname: other", "CIM0308", "cores")]
    [InlineData("macro.pingPong=maybe", "CIM0308", "macro.pingPong")]
    [InlineData("Global_buffer.size=512KB", "CIM0308", "Global_buffer.size")]
    [InlineData("Global_buffer.size=0.3 bit", "CIM0309", "levels[1].size")]
    [InlineData("Macro.size=64", "CIM0314", "Macro.size")]
    [InlineData("leakage=1e999", "CIM0309", "leakage")]
    [InlineData("precision.output=32", "CIM0312", "precision.output")]
    public void A_bad_override_is_refused_by_name(string text, string code, string? field)
    {
        var found = Should.Throw<DiagnosticException>(() => ChipLibrary.Load("default", [text])).Diagnostics.ShouldHaveSingleItem();

        found.Code.ShouldBe(code);
        found.Field.ShouldBe(field);
        found.File.ShouldNotBeNull().ShouldContain("--set");
        found.Hint.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Setting_a_path_twice_is_refused()
    {
        Should.Throw<DiagnosticException>(() => ChipLibrary.Load("default", ["cores=2", "Cores=4"])).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0314");
    }

    [Fact]
    public void Table_figures_are_taken_on_request_with_a_stated_clock()
    {
        var yaml = ChipLibrary.LoadDefinition("default").Yaml
            .Replace("cell: itrs-lop", "cell: itrs-lop\n  clock: 0.5 GHz", StringComparison.Ordinal)
            .Replace("leakage: 0.035930852808574304 nJ/cycle", "leakage: table", StringComparison.Ordinal)
            .Replace("read: 0.197874140625 pJ/bit", "read: table", StringComparison.Ordinal)
            .Replace("write: 0.1428060375 pJ/bit", "write: table", StringComparison.Ordinal);

        var chip = ChipLibrary.Parse(yaml, "table.yaml");

        Level(chip, "Global_buffer").ReadPicojoulesPerBit.ShouldBe(13.0132 / 128, 1e-15);
        Level(chip, "Global_buffer").WritePicojoulesPerBit.ShouldBe(11.167 / 128, 1e-15);
        chip.LeakageNanojoulesPerCycle.ShouldBe((64.9908 + (8 * (4.46298 + 2.43113))) / 500, 1e-12);
        chip.Derivations.Length.ShouldBe(2);
        var larger = ChipLibrary.Parse(yaml, "table.yaml", ["Global_buffer.size=512 KiB"]);
        Level(larger, "Global_buffer").ReadPicojoulesPerBit.ShouldBe(19.2607 / 128, 1e-15);
        larger.LeakageNanojoulesPerCycle.ShouldBe((123.542 + (8 * (4.46298 + 2.43113))) / 500, 1e-12);
    }
}
