using Cimarron.DualMode.Literal;
using Cimarron.Exploration.Cmswitch;
using Cimarron.Workloads;

namespace Cimarron.Tests.Papers;

/// <summary>
/// CMSwitch, ASPLOS 2025, arXiv 2502.17006, read literally: speedups over the CIM-MLC-style baseline that this reading is specified to give, to two decimals. They are not published;
/// what is published stands beside them in docs/paper-cmswitch.md.
/// </summary>
public sealed class CmswitchLiteralTests
{
    private const double Tolerance = 0.03;

    [Theory]
    [InlineData("mobilenet_v1", 1.03, 1.02, 1.02, 1.07, 1.10)]
    [InlineData("mobilenet_v2", 1.05, 1.01, 1.08, 1.15, 1.16)]
    [InlineData("resnet18", 1.05, 1.10, 1.00, 1.17, 1.41)]
    [InlineData("vgg16", 1.01, 1.16, 1.01, 1.17, 1.42)]
    [InlineData("bert-large:seq=64", 1.11, 1.03, 1.01, 1.15, 1.35)]
    [InlineData("llama2-7b:seq=64", 1.00, 1.11, 1.01, 1.11, 1.28)]
    [InlineData("opt-6.7b:seq=64", 1.00, 1.21, 1.00, 1.22, 1.53)]
    [InlineData("opt-13b:seq=64", 1.00, 1.16, 1.05, 1.23, 1.55)]
    public void The_speedup_is_made_of_counted_loads_memory_mode_and_pieces(string network, double copies, double modes, double pieces, double bus, double parallel)
    {
        var shared = Compare(DualSetting.LiteralBus, network);

        shared.Copies.ShouldBe(copies, copies * Tolerance);
        shared.Modes.ShouldBe(modes, modes * Tolerance);
        shared.Pieces.ShouldBe(pieces, pieces * Tolerance);
        shared.Speedup.ShouldBe(bus, bus * Tolerance);
        shared.Speedup.ShouldBe(shared.Copies * shared.Modes * shared.Pieces, 1e-9);
        Compare(DualSetting.LiteralParallel, network).Speedup.ShouldBe(parallel, parallel * Tolerance);
    }

    [Fact]
    public void Preset_fit_gives_its_figures_and_their_mean()
    {
        (string Network, double Speedup)[] figures =
        [
            ("mobilenet_v1", 1.12), ("resnet18", 1.30), ("vgg16", 1.42), ("bert-large:seq=64", 1.09), ("llama2-7b:seq=64", 1.24), ("opt-6.7b:seq=64", 1.50), ("opt-13b:seq=64", 1.62),
        ];

        var ours = figures.Select(f => Compare(DualSetting.LiteralFit, f.Network).Speedup).ToArray();

        ours.Zip(figures).ShouldAllBe(pair => Math.Abs((pair.First / pair.Second.Speedup) - 1) <= Tolerance);
        ours.Average().ShouldBe(1.33, 1.33 * Tolerance);
    }

    [Fact]
    public void Preset_trend_falls_with_the_length_and_memory_with_it()
    {
        var (shortest, longest) = (Compare(DualSetting.LiteralTrend, "bert-large:seq=32,batch=4"), Compare(DualSetting.LiteralTrend, "bert-large:seq=1024,batch=4"));

        shortest.Speedup.ShouldBe(1.17, 1.17 * Tolerance);
        longest.Speedup.ShouldBe(1.02, 1.02 * Tolerance);
        longest.MemoryShare.ShouldBeInRange(0, 0.01);
        shortest.MemoryShare.ShouldBeGreaterThan(4 * longest.MemoryShare);
        var between = new[] { 64, 128, 256, 512 }.Select(l => Compare(DualSetting.LiteralTrend, $"bert-large:seq={l},batch=4").Speedup).Prepend(shortest.Speedup).Append(longest.Speedup).ToArray();
        between.ShouldBe(between.OrderDescending());
    }

    private static LiteralResult Compare(DualSetting setting, string network) =>
        LiteralModel.Compare(NetworkLoader.Load(network), setting.Chip, new LiteralOptions(setting.Cost, setting.CopiesProducts, setting.HasGreedyPieces));
}
