using Cimarron.Mappers.Recursion;

namespace Cimarron.Mappers.Formulations;

/// <summary>The columns of all mappings of a scheme up to a value, as a search has traced them.</summary>
internal sealed class NearColumns(SchemeColumns columns, HashSet<ArcColumn> kept) : ColumnChoice(columns)
{
    public override List<Column> OfArc(int operand, int tile, int next, bool isAnchored, bool[] relevant) =>
        [.. base.OfArc(operand, tile, next, isAnchored, relevant).Where(c => kept.Contains(ArcColumn.Of(operand, tile, next, isAnchored, c)))];

    public override bool TakesAnchor(int operand, int tile, in Column run) => kept.Contains(ArcColumn.Of(operand, tile, tile, isAnchored: false, run));
}
