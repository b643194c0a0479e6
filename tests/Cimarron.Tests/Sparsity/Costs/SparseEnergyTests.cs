using Cimarron.Sparsity.Costs;

namespace Cimarron.Tests.Sparsity.Costs;

public sealed class SparseEnergyTests
{
    [Fact]
    public void Energy_is_counts_times_units_and_power_times_time()
    {
        var cost = SparseEvaluator.Evaluate(TinyLayers.Drawn(TinyLayers.Shape(5, 5), TinyLayers.Blocks(2, 2), "#..", ".#.", "#.."), TinyLayers.Chip, TinyLayers.Spatial);
        var energy = new SparseEnergy(cost.Counts, cost.Cycles, TinyLayers.Chip);

        // Units cost 1, 2, … pJ in their order; 2 mW at 100 MHz are 20 pJ per cycle.
        energy[SparseComponent.Array].ShouldBe(18 * 1 + 40 * 10);
        energy[SparseComponent.IndexMemory].ShouldBe(12 * 21 + 12 * 22);
        energy[SparseComponent.Static].ShouldBe(cost.Cycles * 20, 1e-9);
        energy.Total.ShouldBe(SparseCounts.Units.Select((u, i) => cost.Counts[u] * (i + 1.0)).Sum() + cost.Cycles * 20, 1e-6);
    }

    [Fact]
    public void Every_component_but_the_static_one_has_a_unit() =>
        SparseCounts.Units.Select(SparseEnergy.ComponentOf).Distinct().Order().ShouldBe(SparseEnergy.Components.Where(c => c != SparseComponent.Static));
}
