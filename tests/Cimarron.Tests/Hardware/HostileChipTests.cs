using System.Text;
using Cimarron.Hardware;

namespace Cimarron.Tests.Hardware;

public sealed class HostileChipTests
{
    private static readonly string Good = ChipLibrary.LoadDefinition("default").Yaml;

    /// <summary>Text to replace in the default chip, its replacement, the code and field of the first finding.</summary>
    public static TheoryData<string, string, string, string?> Damage => new()
    {
        { "cores: 8", "cores: eight", "CIM0308", "cores" },
        { "cores: 8", "cores: 0", "CIM0309", "cores" },
        { "cores: 8", "cores: -8", "CIM0309", "cores" },
        { "cores: 8", "cores: 8.5", "CIM0309", "cores" },
        { "cores: 8", "cores: 9223372036854775808", "CIM0309", "cores" },
        { "cores: 8", "cores: 65537", "CIM0309", "cores" },
        { "cores: 8", "cores: .nan", "CIM0308", "cores" },
        { "cores: 8", "cores: .inf", "CIM0308", "cores" },
        { "cores: 8", "cores: 1e999", "CIM0309", "cores" },
        { "cores: 8", "cores: 0x8", "CIM0308", "cores" },
        { "cores: 8", "cores: 8 cores", "CIM0308", "cores" },
        { "cores: 8", "cores:", "CIM0307", "cores" },
        { "cores: 8", "cores: ''", "CIM0307", "cores" },
        { "cores: 8", "cores: [8]", "CIM0307", "cores" },
        { "cores: 8", "cores: {a: 8}", "CIM0307", "cores" },
        { "cores: 8", "cores: ~", "CIM0308", "cores" },
        { "cores: 8", "cores: ٨", "CIM0308", "cores" },
        { "cores: 8\n", "", "CIM0306", "cores" },
        { "cores: 8\n", "cores: 8\ncores: 9\n", "CIM0304", "cores" },
        { "cores: 8", "coers: 8", "CIM0306", "cores" },
        { "cores: 8", "cores: &x 8", "CIM0303", null },
        { "cores: 8", "cores: *x", "CIM0303", null },
        { "cores: 8", "cores: !!int 8", "CIM0303", null },
        { "cores: 8", "cores: !evil 8", "CIM0303", null },
        { "cores: 8", "? [a, b]\n: 8\ncores: 8", "CIM0303", null },
        { "cores: 8", "cores: 8\n---\ncores: 9", "CIM0303", null },
        { "cores: 8", "cores: \"8", "CIM0302", null },
        { "cores: 8", "\tcores: 8", "CIM0302", null },
        { "cores: 8", "cores: 8: 9", "CIM0302", null },
        { "cores: 8", "cores: [[[[[[[[[[[[[[[[[[[[8]]]]]]]]]]]]]]]]]]]]", "CIM0303", null },
        { "cores: 8", "cores: [8", "CIM0302", null },
        { "name: default", "name: ''", "CIM0307", "name" },
        { "name: default", "name: 8-bit", "CIM0310", "name" },
        { "name: default", "name: ../../etc/passwd", "CIM0310", "name" },
        { "name: default", "name: a b", "CIM0310", "name" },
        { "name: default", "name: [x]", "CIM0307", "name" },
        { "name: default\n", "", "CIM0306", "name" },
        { "input: 8 bit", "input: 8", "CIM0308", "precision.input" },
        { "input: 8 bit", "input: 8 pJ/bit", "CIM0308", "precision.input" },
        { "input: 8 bit", "input: 65 bit", "CIM0309", "precision.input" },
        { "input: 8 bit", "input: 0.5 bit", "CIM0309", "precision.input" },
        { "  output: 8 bit", "  output: 17 bit", "CIM0312", "precision.output" },
        { "precision:\n", "precision: 8\nx:\n", "CIM0307", "precision" },
        { "leakage: 0.035930852808574304 nJ/cycle", "leakage: 0.0359", "CIM0308", "leakage" },
        { "leakage: 0.035930852808574304 nJ/cycle", "leakage: 0.0359 mW", "CIM0308", "leakage" },
        { "leakage: 0.035930852808574304 nJ/cycle", "leakage: -0.1 nJ/cycle", "CIM0309", "leakage" },
        { "leakage: 0.035930852808574304 nJ/cycle", "leakage: NaN nJ/cycle", "CIM0308", "leakage" },
        { "leakage: 0.035930852808574304 nJ/cycle", "leakage: Infinity", "CIM0308", "leakage" },
        { "leakage: 0.035930852808574304 nJ/cycle", "leakage: table", "CIM0315", "sram.clock" },
        { "technology: 28 nm", "technology: 7 nm", "CIM0315", "sram.technology" },
        { "technology: 28 nm", "technology: 28", "CIM0308", "sram.technology" },
        { "cell: itrs-lop", "cell: itrs-low", "CIM0311", "sram.cell" },
        { "cell: itrs-lop", "cell: itrs-lop\n  clock: 0 MHz", "CIM0309", "sram.clock" },
        { "rows: 32 ", "rows: 32 bit ", "CIM0308", "macro.rows" },
        { "rows: 32 ", "rows: 99999999 ", "CIM0309", "macro.rows" },
        { "depth: 8 ", "depth: -1 ", "CIM0309", "macro.depth" },
        { "inputFeed: 1 bit/cycle", "inputFeed: 1 bit", "CIM0308", "macro.inputFeed" },
        { "pingPong: false", "pingPong: no", "CIM0308", "macro.pingPong" },
        { "pingPong: false", "pingPong: 0", "CIM0308", "macro.pingPong" },
        { "pingPong: false", "pingpong: false", "CIM0305", "macro.pingpong" },
        { "multiply: 0.0002835 pJ/bit", "multiply: 2835 J/bit", "CIM0308", "macro.multiply" },
        { "multiply: 0.0002835 pJ/bit", "multiply: 1e7 pJ/bit", "CIM0309", "macro.multiply" },
        { "name: Dram", "name: Macro", "CIM0310", "levels[6].name" },
        { "name: OReg", "name: oreg", "CIM0311", "axes[1].feeds.O" },
        { "name: OReg", "name: IREG", "CIM0310", "levels[5].name" },
        { "kind: dram", "kind: sram", "CIM0312", "levels[0]" },
        { "kind: dram", "kind: DRAM", "CIM0311", "levels[0].kind" },
        { "kind: dram", "kind: hbm", "CIM0311", "levels[0].kind" },
        { "size: 2097152 bit", "size: 2097152", "CIM0308", "levels[1].size" },
        { "size: 2097152 bit", "size: 256 KB", "CIM0308", "levels[1].size" },
        { "size: 2097152 bit", "size: 256 kib", "CIM0308", "levels[1].size" },
        { "size: 2097152 bit", "size: 0 KiB", "CIM0309", "levels[1].size" },
        { "size: 2097152 bit", "size: 9223372036854775808 bit", "CIM0309", "levels[1].size" },
        { "size: 2097152 bit", "size: 1.3 bit", "CIM0309", "levels[1].size" },
        { "size: 2097152 bit\n", "\n", "CIM0306", "levels[1].size" },
        { "    port: 64 bit/cycle", "    port: 64 bit/s", "CIM0308", "levels[0].port" },
        { "    port: 64 bit/cycle", "    port: 2000000 bit/cycle", "CIM0309", "levels[0].port" },
        { "    port: 64 bit/cycle\n", "", "CIM0306", "levels[0].port" },
        { "read: 0.197874140625 pJ/bit", "read: -0.2 pJ/bit", "CIM0309", "levels[1].read" },
        { "write: 0.02575 pJ/bit", "write: table", "CIM0312", "levels[6].write" },
        { "write: 0.02575 pJ/bit", "write: 0.02575 pJ/bit\n    size: 64 bit", "CIM0312", "levels[6].size" },
        { "write: 0.02575 pJ/bit", "write: 0.02575 pJ/bit\n    doubleBuffer: true", "CIM0312", "levels[6].doubleBuffer" },
        { "kind: macro\n    holds: [W]", "kind: macro\n    holds: [W, I]", "CIM0312", "levels[6].holds" },
        { "kind: macro\n    holds: [W]", "kind: macro\n    holds: []", "CIM0307", "levels[6].holds" },
        { "kind: macro\n    holds: [W]", "kind: macro\n    holds: W", "CIM0307", "levels[6].holds" },
        { "write: 0.02575 pJ/bit", "write: 0.02575 pJ/bit\n  - { name: WReg, kind: register, holds: [W], size: 8 bit, port: 8 bit/cycle, read: 0 pJ/bit, write: 0 pJ/bit }", "CIM0312", "levels[7].holds" },
        { "kind: register\n    holds: [I]", "kind: register\n    holds: [I, I]", "CIM0310", "levels[5].holds[1]" },
        { "kind: register\n    holds: [I]", "kind: register\n    holds: [X]", "CIM0311", "levels[5].holds[0]" },
        { "kind: register\n    holds: [I]", "kind: dram\n    holds: [I]", "CIM0312", "levels[5].kind" },
        { "kind: macro", "kind: macor", "CIM0311", "levels[6].kind" },
        { "levels:\n", "levels: []\nstages:\n", "CIM0307", "levels" },
        { "levels:\n", "levels:\n  - 3\n", "CIM0307", "levels[0]" },
        { "axes:\n", "axes: none\nstages:\n", "CIM0307", "axes" },
        { "kind: columns", "kind: rows", "CIM0312", "axes" },
        { "kind: columns", "kind: cols", "CIM0311", "axes[2].kind" },
        { "dims: [K]", "dims: [K, P]", "CIM0312", "axes[2].dims" },
        { "dims: [R, S, C]", "dims: [R, S, K]", "CIM0312", "axes[1].dims" },
        { "dims: [P, Q, K, G]", "dims: [P, C]", "CIM0312", "axes[0].dims" },
        { "dims: [K]", "dims: [k]", "CIM0311", "axes[2].dims[0]" },
        { "dims: [K]", "dims: [[K]]", "CIM0311", "axes[2].dims[0]" },
        { "I: IReg, W", "I: Ireg, W", "CIM0311", "axes[2].feeds.I" },
        { "I: IReg, W", "I: OReg, W", "CIM0312", "axes[2].feeds.I" },
        { "I: IReg, W: Global_buffer", "I: IReg, W: Macro", "CIM0312", "axes[2].feeds.W" },
        { "I: IReg, W: Global_buffer, O: Output_buffer", "I: IReg, W: Global_buffer", "CIM0306", "axes[2].feeds.O" },
        { "I: IReg, W: Global_buffer, O: Output_buffer", "I: IReg, W: Global_buffer, O: Output_buffer, P: Dram", "CIM0305", "axes[2].feeds.P" },
        { "I: Global_buffer, W: Global_buffer, O: Global_buffer", "I: IReg, W: Global_buffer, O: Global_buffer", "CIM0312", "axes[0].feeds.I" },
        { "description: Eight", "descripton: Eight", "CIM0305", "descripton" },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public void A_damaged_chip_is_refused_with_file_line_and_field(string text, string replacement, string code, string? field)
    {
        Good.ShouldContain(text);
        var position = Good.IndexOf(text, StringComparison.Ordinal);
        var damaged = string.Concat(Good.AsSpan(0, position), replacement, Good.AsSpan(position + text.Length));

        var found = Should.Throw<DiagnosticException>(() => ChipLibrary.Parse(damaged, "bad.yaml"));

        found.ExitCode.ShouldBe(ExitCode.BadInput);
        found.Diagnostics.ShouldAllBe(d => d.File == "bad.yaml" && d.Message.Length > 0 && !string.IsNullOrEmpty(d.Hint));
        var finding = found.Diagnostics.FirstOrDefault(d => d.Code == code && (field is null || d.Field == field));
        finding.ShouldNotBeNull($"found instead: {found.Message}");
        if (field != "sram.clock")
        {
            finding.Line.ShouldNotBeNull().ShouldBeInRange(1, damaged.Split('\n').Length + 1);
        }
    }

    [Fact]
    public void The_line_is_that_of_the_value()
    {
        var damaged = Good.Replace("port: 64 bit/cycle", "port: 64 bit", StringComparison.Ordinal);
        var line = Array.FindIndex(damaged.Split('\n'), l => l.Contains("port: 64 bit", StringComparison.Ordinal)) + 1;

        Should.Throw<DiagnosticException>(() => ChipLibrary.Parse(damaged, "bad.yaml")).Diagnostics.ShouldHaveSingleItem().Line.ShouldBe(line);
    }

    [Fact]
    public void All_problems_are_found_at_once()
    {
        var damaged = Good.Replace("cores: 8", "cores: 0", StringComparison.Ordinal)
            .Replace("rows: 32 ", "rows: many ", StringComparison.Ordinal)
            .Replace("    port: 64 bit/cycle", "    port: 64", StringComparison.Ordinal)
            .Replace("dims: [K]", "dims: [Z]", StringComparison.Ordinal);

        Should.Throw<DiagnosticException>(() => ChipLibrary.Parse(damaged, "bad.yaml")).Diagnostics.Select(d => d.Field)
            .ShouldBe(["cores", "macro.rows", "levels[0].port", "axes[2].dims[0]"]);
    }

    [Fact]
    public void An_alias_bomb_is_refused_before_it_grows()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 60; i++)
        {
            bomb.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        }

        Should.Throw<DiagnosticException>(() => ChipLibrary.Parse(bomb.ToString(), "bomb.yaml")).Diagnostics[0].Code.ShouldBe("CIM0303");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("42")]
    [InlineData("- a\n- b\n")]
    [InlineData("\0")]
    [InlineData("%YAML 9.9\n---\nname: x")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("\uFEFF\uFEFF")]
    [InlineData("name: |\n  default\n  x")]
    [InlineData("a: b: c: d")]
    [InlineData("@@@@")]
    [InlineData("`x`")]
    [InlineData("<html><body>not found</body></html>")]
    public void Other_text_is_refused(string text)
    {
        Should.Throw<DiagnosticException>(() => ChipLibrary.Parse(text, "bad.yaml")).Diagnostics.ShouldAllBe(d => d.File == "bad.yaml");
    }

    [Fact]
    public void Deep_and_endless_nesting_is_refused()
    {
        foreach (var text in new[] { new string('[', 100_000), new string('{', 5_000), string.Concat(Enumerable.Repeat("- ", 20_000)), "name: [" + string.Concat(Enumerable.Repeat("x,", 50_000)) + "]" })
        {
            Should.Throw<DiagnosticException>(() => ChipLibrary.Parse(text, "deep.yaml"));
        }
    }

    [Fact]
    public void Flipped_bits_and_cut_ends_are_refused_or_harmless()
    {
        var random = new Random(20260101);
        var bytes = Encoding.UTF8.GetBytes(Good);
        var refused = 0;
        for (var i = 0; i < 1500; i++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            var text = Encoding.UTF8.GetString(damaged, 0, i % 3 == 0 ? random.Next(damaged.Length) : damaged.Length);
            try
            {
                ChipLibrary.Parse(text, "flipped.yaml").Hash.Length.ShouldBe(64);
            }
            catch (DiagnosticException e)
            {
                e.Diagnostics.ShouldAllBe(d => d.File == "flipped.yaml" && d.Severity == Severity.Error);
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Files_that_are_none_are_refused_by_name()
    {
        var directory = Directory.CreateTempSubdirectory("cimarron-test-").FullName;
        try
        {
            var binary = Path.Combine(directory, "binary.yaml");
            File.WriteAllBytes(binary, [0xff, 0xfe, 0x80, 0x81]);
            var huge = Path.Combine(directory, "huge.yaml");
            File.WriteAllText(huge, new string('#', (1 << 20) + 1));
            foreach (var path in new[] { directory, binary, huge, Path.Combine(directory, "missing.yaml"), Path.Combine(binary, "below.yaml"), "", "a\0b", new string('x', 5000) })
            {
                var found = Should.Throw<DiagnosticException>(() => ChipLibrary.Load(path)).Diagnostics.ShouldHaveSingleItem();
                found.Code.ShouldBe("CIM0301");
                found.File.ShouldBe(path);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_do_no_harm()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "\uFEFF" + Good.Replace("\n", "\r\n", StringComparison.Ordinal), new UTF8Encoding(true));
            ChipLibrary.Load(path, ["cores=4"]).Hash.ShouldBe(ChipLibrary.Load("default", ["cores=4"]).Hash);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
