using System.Globalization;
using System.Text.RegularExpressions;
using Cimarron.Hardware;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Tests.Sparsity.Chips;

/// <summary>Energies from gates by hand, and the table of docs/sparse-energy.md.</summary>
public sealed partial class UnitEnergyTests
{
    private static readonly SparseChip Chip = SparseChipLibrary.Load("ciminus-4");
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/sparse-energy.md"));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1 + 2)]
    [InlineData(4, 2 + 2)]
    [InlineData(32, 16 + 16 + 12 + 8 + 5)]
    public void A_tree_has_an_adder_per_pair(int inputs, long adders) => UnitGates.TreeAdders(inputs).ShouldBe(adders);

    [Theory]
    [InlineData(SparseUnit.ArrayActivation, 1024, 0, 0)]
    [InlineData(SparseUnit.InputBit, 1, 0, 1)]
    [InlineData(SparseUnit.AdderTree, 171, 114, 0)]
    [InlineData(SparseUnit.ShiftAdd, 42, 28, 14)]
    [InlineData(SparseUnit.Accumulation, 96, 64, 32)]
    [InlineData(SparseUnit.IndexDecode, 160, 0, 5)]
    [InlineData(SparseUnit.Mux, 3, 0, 0)]
    [InlineData(SparseUnit.ZeroDetection, 31, 0, 0)]
    [InlineData(SparseUnit.PostProcessing, 2168, 1088, 8)]
    public void Energies_follow_from_gates(SparseUnit unit, long nand2, long xor2, long flipFlops)
    {
        // A quarter of ½ · 0.7 fF · (0.9 V)² = 0.2835 fJ per NAND2, 1.5 and 3 times that for the others.
        UnitGates.Of(unit, Chip).ShouldBe(new GateCount(nand2, xor2, flipFlops));
        Chip.UnitEnergies[unit].ShouldBe((nand2 + 1.5 * xor2 + 3 * flipFlops) * 0.2835e-3 / 4, 1e-12);
    }

    [Fact]
    public void Areas_follow_from_gates() => new GateCount(2, 1, 1).SquareMicrometres.ShouldBe(0.614 * (2 + 2.4 + 6), 1e-12);

    [Fact]
    public void Memories_take_the_figures_of_the_table()
    {
        var table = SramTable.For(28, "itrs-lstp").Find(256 * 8192, 256)!.Value;

        Chip.UnitEnergies[SparseUnit.GlobalBufferRead].ShouldBe(table.ReadPicojoulesPerBit);
        Chip.UnitEnergies[SparseUnit.GlobalBufferWrite].ShouldBe(table.WritePicojoulesPerBit);
        Chip.UnitEnergies[SparseUnit.ArrayWrite].ShouldBe(SramTable.For(28, "itrs-lstp").Find(1024 * 32, 32)!.Value.WritePicojoulesPerBit);
    }

    [Fact]
    public void Small_memories_are_flip_flops()
    {
        // 128 B in 8 words: three selections on the way out, a flip-flop on the way in.
        Chip.UnitEnergies[SparseUnit.FifoRead].ShouldBe(3 * 3 * 0.2835e-3 / 4, 1e-12);
        Chip.UnitEnergies[SparseUnit.FifoWrite].ShouldBe(3 * 0.2835e-3 / 4, 1e-12);
        MemoryFigures.Of(new MemorySize(4095, 8), "itrs-lstp")!.Value.LeakageMilliwatts
            .ShouldBe(4 * 4095.0 / 4096 * SramTable.For(28, "itrs-lstp").Find(4096, 8)!.Value.LeakageMilliwatts, 1e-12);
        MemoryFigures.Of(new MemorySize(1L << 40, 8), "itrs-lstp").ShouldBeNull();
    }

    [Fact]
    public void Static_power_is_leakage_and_a_quarter()
    {
        double Leakage(long bytes, int width) => SramTable.For(28, "itrs-lstp").Find(bytes * 8, width)!.Value.LeakageMilliwatts;
        var fifo = 4 * 1024.0 / 4096 * Leakage(512, 8);
        var expected = Leakage(256 << 10, 256) + Leakage(16 << 10, 256) + Leakage(64 << 10, 128) + 4 * (Leakage(4 << 10, 32) + fifo + Leakage(2 << 10, 32) + Leakage(4 << 10, 32));

        Chip.StaticMilliwatts.ShouldBe(1.25 * expected, 1e-9);
    }

    [Fact]
    public void The_page_states_the_figures_of_the_chip()
    {
        var rows = Row().Matches(Page).ToDictionary(m => m.Groups["key"].Value, m => m.Groups["value"].Value, StringComparer.Ordinal);

        rows.Keys.Order(StringComparer.Ordinal).ShouldBe(SparseCounts.Units.Select(SparseNames.Key).Append("static").Order(StringComparer.Ordinal));
        foreach (var unit in SparseCounts.Units)
        {
            rows[SparseNames.Key(unit)].ShouldBe(Text(Chip.UnitEnergies[unit]), unit.ToString());
        }

        rows["static"].ShouldBe(Text(Chip.StaticMilliwatts));
    }

    [Fact]
    public void The_page_states_the_gates()
    {
        foreach (var unit in UnitGates.Units)
        {
            var gates = UnitGates.Of(unit, Chip);
            Page.ShouldContain($"| {gates.Nand2} | {gates.Xor2} | {gates.FlipFlops} | `{SparseNames.Key(unit)}` |");
        }
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\| `(?<key>\w+)` \| (?<value>[0-9.E-]+) \|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
