using Cimarron.Mappers.Recursion;

namespace Cimarron.Mappers.Formulations;

/// <summary>Which columns of a scheme enter a program. The base class takes all.</summary>
internal class ColumnChoice(SchemeColumns columns)
{
    public SchemeColumns Source => columns;

    /// <summary>The columns of an operand on a loop's arc.</summary>
    public virtual List<Column> OfArc(int operand, int tile, int next, bool isAnchored, bool[] relevant) => [.. columns.Arc(operand, tile, next, isAnchored, relevant[operand])];

    /// <summary>Whether a run of anchors at a tile enters.</summary>
    public virtual bool TakesAnchor(int operand, int tile, in Column run) => true;
}
