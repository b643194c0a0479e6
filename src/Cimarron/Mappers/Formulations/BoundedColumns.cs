using Cimarron.Mappers.Recursion;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// The columns that can be part of a mapping no worse than a given value, by the bound on all mappings that use them (equation (B2) of
/// docs/formulation.md). Nothing but that bound is trusted.
/// </summary>
internal sealed class BoundedColumns(SchemeColumns columns, RecursionBound bound, double limit) : ColumnChoice(columns)
{
    private const double Rounding = 1e-9;

    private readonly double _limit = limit * (1 + Rounding);

    public override List<Column> OfArc(int operand, int tile, int next, bool isAnchored, bool[] relevant)
    {
        var all = base.OfArc(operand, tile, next, isAnchored, relevant);
        if (all.Count == 0)
        {
            return all;
        }

        var bounds = bound.Paths.Select(p => p.Through(operand, tile, next, isAnchored, relevant)).ToArray();
        return [.. all.Where((c, i) => bound.Combine(bounds[0][i], bounds[^1][i]) <= _limit && !IsTooSlow(c, tile, next))];
    }

    public override bool TakesAnchor(int operand, int tile, in Column run) =>
        bound.Combine(bound.Paths[0].ThroughAnchor(operand, tile, run), bound.Paths[^1].ThroughAnchor(operand, tile, run)) <= _limit;

    /// <summary>A double buffer is filled in every iteration but the first; the first works at least as long as it must compute.</summary>
    private bool IsTooSlow(in Column column, int tile, int next)
    {
        var (inner, outer) = (Source.Tables.Repeats[tile], Source.Tables.Repeats[next]);
        var cycles = (column.Hidden * (inner - outer)) + (Source.Tables.ComputeCycles / inner * outer);
        return column.Hidden > 0 && bound.OfCycles(cycles) > _limit;
    }
}
