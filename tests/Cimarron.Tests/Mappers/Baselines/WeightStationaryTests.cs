using Cimarron.Mappers;
using Cimarron.Mappers.Baselines;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers.Baselines;

/// <summary>The weight-stationary heuristic against orders and levels worked out by hand.</summary>
public sealed class WeightStationaryTests
{
    [Fact]
    public void Weights_fill_arrays_and_cells_and_everything_else_passes_by()
    {
        // C 256 = 32 rows × 8 weights of a cell; K 256 = 16 columns × 8 cores × 2; P 6 is all that is left to reuse the weights.
        var mapping = Map(new Layer { P = 6, C = 256, K = 256, H = 6 });

        mapping.Spatial.Order(Comparer<SpatialLoop>.Create((a, b) => a.Axis - b.Axis)).ShouldBe(
            [new SpatialLoop(TestChips.Cores, Dim.K, 8), new SpatialLoop(TestChips.Rows, Dim.C, 32), new SpatialLoop(TestChips.Columns, Dim.K, 16)]);
        Loops(mapping).ShouldBe("K2 P3 P2 C2 C2 C2");
        // The three C2 are the eight weights of a cell; P uses them again, so the macro keeps them until K2 brings others.
        mapping.Temporal.Select(l => l.WeightLevel).ShouldBe([TestChips.Dram, TestChips.Macro, TestChips.Macro, TestChips.Macro, TestChips.Macro, TestChips.Macro]);
        // Sums over the C2 grow in the register of one column; P moves to another output.
        mapping.Temporal.Select(l => l.OutputLevel).Skip(3).ShouldAllBe(level => level == TestChips.OReg);
    }

    [Fact]
    public void Reductions_come_inside_of_output_channels_and_kernels_before_channels_in_a_cell()
    {
        // Rows take C 32, columns and cores K 128; left are R 3, S 3, C 3 and K 2. A cell of 8 takes S 3, then K 2: two weights stay unused.
        var mapping = Map(new Layer { R = 3, S = 3, P = 4, Q = 2, C = 96, K = 256, H = 6, W = 4 });

        Loops(mapping).ShouldBe("C3 R3 P2 P2 Q2 K2 S3");
    }

    [Fact]
    public void Of_equally_fast_unrollings_the_one_with_the_most_weights_is_taken()
    {
        // K 32 and P 4 both could fill the cores that the columns leave: K 2 comes first, P takes the other four.
        var mapping = Map(new Layer { P = 4, C = 32, K = 32, R = 2, H = 5 });

        mapping.Spatial.Where(l => l.Axis == TestChips.Cores).OrderBy(l => l.Dim).ShouldBe([new SpatialLoop(TestChips.Cores, Dim.P, 4), new SpatialLoop(TestChips.Cores, Dim.K, 2)]);
        Loops(mapping).ShouldBe("R2");
    }

    private static Mapping Map(Layer layer) => new WeightStationaryMapper().Map(layer, TestChips.Default, new MapperOptions { Objective = Objective.Energy }).Mapping!;

    private static string Loops(Mapping mapping) => string.Join(' ', mapping.Temporal.Select(l => $"{l.Dim}{l.Size}"));
}
