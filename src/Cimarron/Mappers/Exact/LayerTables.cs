using System.Collections.Concurrent;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>The schemes of a layer and their cost tables, shared by all passes and searches over the layer.</summary>
internal sealed class LayerTables
{
    /// <summary>Entries of energy bounds kept per layer, 160 MB.</summary>
    private const long MostCached = 20_000_000;

    private readonly bool _outputsInDram;
    private readonly ConcurrentDictionary<Scheme, SchemeCosts> _costs = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Scheme, SchemeCosts> _costsWithoutEnergy = new(ReferenceEqualityComparer.Instance);
    private long _cached;

    public LayerTables(ChipSearchTables chip, Layer layer, MapperOptions options)
    {
        Chip = chip;
        Layer = layer;
        _outputsInDram = options.Profile == LegalityProfile.Strict;
        Schemes = SchemeEnumerator.Enumerate(chip.Costs, layer, options.Padding, !chip.Room.Constraints.Order.IsEmpty);
        Floor = new SchemeFloor(chip.Costs, layer, _outputsInDram);
    }

    public ChipSearchTables Chip { get; }

    public Layer Layer { get; }

    public IReadOnlyList<Scheme> Schemes { get; }

    public SchemeFloor Floor { get; }

    /// <summary>The cost tables of a scheme, kept while memory allows.</summary>
    public SchemeCosts CostsOf(Scheme scheme, bool ignoreEnergy)
    {
        var kept = ignoreEnergy ? _costsWithoutEnergy : _costs;
        if (kept.TryGetValue(scheme, out var costs))
        {
            return costs;
        }

        var tables = _costs.TryGetValue(scheme, out var full) ? full.Tables : new SchemeTables(Chip.Costs, Layer, scheme);
        costs = new SchemeCosts(tables, new JointEnergyBound(Chip.Costs, tables, Chip.Classes, _outputsInDram, ignoreEnergy));
        if (Interlocked.Add(ref _cached, costs.Bound.Values.Length) <= MostCached)
        {
            kept[scheme] = costs;
        }

        return costs;
    }
}
