using System.Collections.Immutable;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;
using Cimarron.Sparsity.Pruning;
using Cimarron.Workloads;

namespace Cimarron.Tests.Sparsity.Networks;

public sealed class SparseNetworkTests
{
    private static readonly SparseChip Chip = SparseChipLibrary.Load("ciminus-4");

    private static readonly Network ResNet = NetworkLoader.Load("resnet18");

    [Fact]
    public void Layers_are_those_of_the_network_with_every_image_a_vector()
    {
        var layers = SparseLayer.Of(NetworkLoader.Load("resnet18:batch=3")).ToArray();
        layers.Sum(l => l.Shape.Weights * l.Shape.Vectors * l.Times).ShouldBe(NetworkLoader.Load("resnet18:batch=3").TotalMacs);
        (layers[0].Shape.Rows, layers[0].Shape.Columns, layers[0].Shape.Vectors, layers[0].Shape.ChannelRows, layers[0].Times).ShouldBe((147, 64, 112 * 112 * 3, 49, 1));
        var blocks = SparseLayer.Of(NetworkLoader.Load("bert-base:seq=64")).ToArray();
        blocks.Sum(l => l.Shape.Weights * l.Shape.Vectors * l.Times).ShouldBe(NetworkLoader.Load("bert-base:seq=64").TotalMacs);
        blocks.ShouldContain(l => l.Times == 12);
    }

    [Fact]
    public void Single_zeros_gain_nothing_on_rigid_arrays()
    {
        var (dense, sparse) = (Run(FlexBlock.Dense), Run(PatternLibrary.Parse("unstructured@0.9")));
        sparse.Cycles.ShouldBe(dense.Cycles);
        sparse.Counts.ShouldBe(dense.Counts);
        sparse.Energy.Total.ShouldBe(dense.Energy.Total);
        sparse.Utilisation.ShouldBeLessThan(dense.Utilisation * 0.11);
    }

    [Fact]
    public void Every_pattern_is_faster_the_more_it_removes_and_none_is_faster_than_its_share()
    {
        foreach (var family in PatternLibrary.Named.Where(f => f.Name != "unstructured"))
        {
            SparseNetworkCost? last = null;
            foreach (var ratio in new[] { 0.5, 0.6, 0.7, 0.8, 0.9 })
            {
                var cost = Run(family.At(ratio));
                cost.Cycles.ShouldBeLessThanOrEqualTo(last?.Cycles ?? long.MaxValue, $"{family.Name} {ratio}");
                cost.Energy.Total.ShouldBeLessThanOrEqualTo((last?.Energy.Total ?? double.MaxValue) * 1.02, $"{family.Name} {ratio}");
                last = cost;
            }
        }
    }

    [Fact]
    public void Coarser_blocks_need_fewer_index_bits()
    {
        long Bits(string pattern) => Run(PatternLibrary.Parse(pattern)).Sum(c => c.IndexStorageBits);
        Bits("row-wise@0.7").ShouldBeLessThan(Bits("row-block@0.7"));
        Bits("block@0.7").ShouldBeLessThan(Bits("row-block@0.7"));
        Bits("column-wise@0.7").ShouldBeLessThan(Bits("column-block@0.7"));
        Bits("channel-wise@0.7").ShouldBeLessThan(Bits("row-wise@0.7"));
    }

    [Fact]
    public void Energy_follows_from_the_counts_in_the_report()
    {
        var cost = Run(PatternLibrary.Parse("hybrid@0.8"));
        var byHand = SparseCounts.Units.Sum(u => cost.Counts[u] * Chip.UnitEnergies[u]) + (Chip.StaticMilliwatts * 1e-3 * cost.Seconds * 1e12);
        cost.Energy.Total.ShouldBe(byHand, byHand * 1e-12);
        SparseEnergy.Components.Sum(c => cost.Energy[c]).ShouldBe(byHand, byHand * 1e-12);
    }

    [Fact]
    public void The_answer_does_not_depend_on_the_number_of_threads()
    {
        var masks = Masks(PatternLibrary.Parse("row-block@0.8"));
        var (one, four) = (SparseNetworkEvaluator.Evaluate(ResNet, Chip, new SparseMapping(), masks, null, 1), SparseNetworkEvaluator.Evaluate(ResNet, Chip, new SparseMapping(), masks, null, 4));
        four.Layers.Select(l => l.Cost).ShouldBe(one.Layers.Select(l => l.Cost));
    }

    [Fact]
    public void Skipped_bits_are_those_of_the_layers_own_profile()
    {
        var profile = new InputProfile("by hand", ImmutableSortedDictionary<string, ImmutableArray<BitShare>>.Empty.Add(ResNet.MatrixNodes.First().Name, [new BitShare(1, 2)]));
        var (without, with) = (Run(FlexBlock.Dense), SparseNetworkEvaluator.Evaluate(ResNet, Chip, new SparseMapping(), new Dictionary<string, LayerMask>(), profile));
        ((double)with.Layers[0].Cost.ComputeCycles).ShouldBe(without.Layers[0].Cost.ComputeCycles * 15 / 16.0, 100, "one bit of eight is skipped half of the time");
        with.Layers.Skip(1).Select(l => l.Cost).ShouldBe(without.Layers.Skip(1).Select(l => l.Cost));
    }

    [Fact]
    public void Depthwise_layers_and_those_skipped_stay_dense()
    {
        var network = NetworkLoader.Load("mobilenet_v2");
        var layers = SparseLayer.Of(network).ToArray();
        var skipped = layers[0].Node.Name;
        var masks = NetworkMasks.Random(layers, PatternLibrary.Parse("row-wise@0.5"), new PruneOptions { Skips = [skipped] });
        masks.Keys.ShouldBe(layers.Where(l => l.Shape.Groups == 1).Select(l => l.Node.Name).Where(n => n != skipped), ignoreOrder: true);
        NetworkMasks.Random(layers, PatternLibrary.Parse("row-wise@0.5"), new PruneOptions { PrunesGroups = true }).Count.ShouldBe(layers.Length);
    }

    private static SparseNetworkCost Run(FlexBlock pattern) => SparseNetworkEvaluator.Evaluate(ResNet, Chip, new SparseMapping(), Masks(pattern));

    private static IReadOnlyDictionary<string, LayerMask> Masks(FlexBlock pattern) => NetworkMasks.Random([.. SparseLayer.Of(ResNet)], pattern, new PruneOptions());
}
