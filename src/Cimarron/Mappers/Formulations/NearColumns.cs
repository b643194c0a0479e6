using Cimarron.Mappers.Recursion;

namespace Cimarron.Mappers.Formulations;

/// <summary>The columns of the mappings of a scheme up to a value, as a search has traced them.</summary>
/// <param name="columns">All columns of the scheme.</param>
/// <param name="traced">Columns with the value of the best mapping that uses them.</param>
/// <param name="most">Largest value of a column that enters.</param>
internal sealed class NearColumns(SchemeColumns columns, Dictionary<ArcColumn, double> traced, double most) : ColumnChoice(columns)
{
    public override List<Column> OfArc(int operand, int tile, int next, bool isAnchored, bool[] relevant) =>
        [.. base.OfArc(operand, tile, next, isAnchored, relevant).Where(c => IsNear(ArcColumn.Of(operand, tile, next, isAnchored, c)))];

    public override bool TakesAnchor(int operand, int tile, in Column run) => IsNear(ArcColumn.Of(operand, tile, tile, isAnchored: false, run));

    private bool IsNear(ArcColumn column) => traced.TryGetValue(column, out var value) && value <= most;
}
