using Cimarron.Mappers.Recursion;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// The columns that can be part of a mapping whose energy without leakage is no more than a given value. Energies of columns are those of the exact
/// rules, so the bound on all mappings that use a column (<see cref="PathBounds"/> with the weight of energy alone) holds under them.
/// </summary>
internal sealed class EnergyColumns(SchemeColumns columns, PathBounds paths, double limit) : ColumnChoice(columns)
{
    public override List<Column> OfArc(int operand, int tile, int next, bool isAnchored, bool[] relevant)
    {
        var all = base.OfArc(operand, tile, next, isAnchored, relevant);
        if (all.Count == 0)
        {
            return all;
        }

        var bounds = paths.Through(operand, tile, next, isAnchored, relevant);
        return [.. all.Where((_, i) => bounds[i] <= limit)];
    }

    public override bool TakesAnchor(int operand, int tile, in Column run) => paths.ThroughAnchor(operand, tile, run) <= limit;
}
