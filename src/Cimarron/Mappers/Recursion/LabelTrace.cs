using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// Every extension of every label of a search, and which label stood in for a dominated one. From it follow all columns of all mappings up to
/// a value: a mapping that good leads through the trace from label to label, where a label stands for those it dominates, because both
/// have the same tile and status and so the same columns outside, and the one that stands in costs no more.
/// </summary>
internal sealed class LabelTrace(double ceiling, int mostEdges)
{
    private readonly List<Edge> _edges = [];
    private readonly Dictionary<int, int> _replacedBy = [];

    /// <summary>Objective value up to which mappings are traced.</summary>
    public double Ceiling => ceiling;

    /// <summary>Whether there were too many extensions to keep them all; then nothing follows from the trace.</summary>
    public bool IsOverfull => _edges.Count >= mostEdges;

    /// <summary>A label was made from another.</summary>
    /// <param name="parent">The label inside.</param>
    /// <param name="child">The new label, or the one that dominates it; −1 for a finished nest.</param>
    /// <param name="tile">Tile of the label inside.</param>
    /// <param name="next">Tile of the new label.</param>
    /// <param name="dim">Dimension of the loop.</param>
    /// <param name="inside">The column of the run of anchors inside the loop, with its operand; null for none.</param>
    /// <param name="columns">Columns of the loop.</param>
    /// <param name="outside">The column of the anchors outside all loops; null for none.</param>
    public void Add(int parent, int child, int tile, int next, int dim, (int Operand, Column Column)? inside, Column[] columns, (int Operand, Column Column)? outside)
    {
        if (!IsOverfull)
        {
            _edges.Add(new Edge(parent, child, tile, next, dim, inside, columns, outside));
        }
    }

    /// <summary>A label that has not been extended yet is dominated by another.</summary>
    public void Replace(int label, int by) => _replacedBy[label] = by;

    /// <summary>The columns of all mappings up to the ceiling.</summary>
    public HashSet<ArcColumn> Columns()
    {
        var live = new HashSet<int>();
        var columns = new HashSet<ArcColumn>();
        // Labels are extended tile by tile, so everything a label leads to comes after what leads to it.
        for (var i = _edges.Count - 1; i >= 0; i--)
        {
            var edge = _edges[i];
            if (edge.Child >= 0 && !live.Contains(Standing(edge.Child)))
            {
                continue;
            }

            live.Add(edge.Parent);
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                columns.Add(ArcColumn.Of(operand, edge.Tile, edge.Next, edge.Inside is not null, edge.Columns[operand]));
            }

            AddRun(columns, edge.Tile, edge.Inside);
            AddRun(columns, edge.Next, edge.Outside);
        }

        return columns;
    }

    private static void AddRun(HashSet<ArcColumn> columns, int tile, (int Operand, Column Column)? run)
    {
        if (run is { } anchors)
        {
            columns.Add(ArcColumn.Of(anchors.Operand, tile, tile, isAnchored: false, anchors.Column));
        }
    }

    private int Standing(int label)
    {
        while (_replacedBy.TryGetValue(label, out var other))
        {
            label = other;
        }

        return label;
    }

    private sealed record Edge(int Parent, int Child, int Tile, int Next, int Dim, (int Operand, Column Column)? Inside, Column[] Columns, (int Operand, Column Column)? Outside);
}
