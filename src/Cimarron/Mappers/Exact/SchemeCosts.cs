namespace Cimarron.Mappers.Exact;

/// <summary>The cost tables of a scheme and the energy that is at least still to come.</summary>
internal sealed record SchemeCosts(SchemeTables Tables, JointEnergyBound Bound);
