using Cimarron.Hardware;

namespace Cimarron.Tests.Hardware;

public sealed class SramTableTests
{
    [Fact]
    public void Grid_points_are_exact()
    {
        var figures = SramTable.For(28, "itrs-hp").Find(512 * 8, 8).ShouldNotBeNull();

        // First line of the table: 0.2288 and 0.248429 pJ per 8-bit access, 0.276857 mW.
        figures.ShouldBe(new SramFigures(0.2288 / 8, 0.248429 / 8, 0.276857));
    }

    [Fact]
    public void Between_points_the_figures_follow_a_power_law()
    {
        var table = SramTable.For(28, "itrs-lop");
        var (small, large) = (table.Find(8192 * 8, 128)!.Value, table.Find(16384 * 8, 128)!.Value);
        var middle = table.Find((long)(8192 * 8 * Math.Sqrt(2)), 128).ShouldNotBeNull();

        middle.ReadPicojoulesPerBit.ShouldBe(Math.Sqrt(small.ReadPicojoulesPerBit * large.ReadPicojoulesPerBit), 1e-6);
        middle.LeakageMilliwatts.ShouldBe(Math.Sqrt(small.LeakageMilliwatts * large.LeakageMilliwatts), 1e-4);
    }

    [Theory]
    [InlineData(4095, 8)]
    [InlineData((16L << 23) + 1, 128)]
    [InlineData(65536, 7)]
    [InlineData(65536, 1025)]
    [InlineData(4096, 256)]
    [InlineData(6000, 200)]
    [InlineData(0, 0)]
    public void Outside_of_the_table_there_is_no_answer(long bits, int width) => SramTable.For(28, "itrs-lop").Find(bits, width).ShouldBeNull();

    [Fact]
    public void Every_technology_has_every_cell()
    {
        foreach (var technology in SramTable.Technologies)
        {
            foreach (var cell in new[] { "itrs-lop", "itrs-hp", "itrs-lstp" })
            {
                SramTable.For(technology, cell).IsGridPoint(2_097_152, 128).ShouldBeTrue();
            }
        }

        Should.Throw<ArgumentException>(() => SramTable.For(7, "itrs-lop"));
    }
}
