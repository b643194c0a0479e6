using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// Every extension that a search kept. From it follow the columns of all mappings up to a value whose labels were all kept: a label that another
/// one dominates is dropped with everything around it, as the other one, in the same status at the same tile, costs no more with the same outside.
/// </summary>
internal sealed class LabelTrace(double ceiling, int mostEdges)
{
    private readonly List<Edge> _edges = [];

    /// <summary>Objective value up to which mappings are traced.</summary>
    public double Ceiling => ceiling;

    /// <summary>Whether there were too many extensions to keep them all; then nothing follows from the trace.</summary>
    public bool IsOverfull => _edges.Count >= mostEdges;

    /// <summary>A label was made from another.</summary>
    /// <param name="parent">The label inside.</param>
    /// <param name="child">The new label; −1 for a finished nest.</param>
    /// <param name="value">Objective value of a finished nest; of no meaning otherwise.</param>
    /// <param name="tile">Tile of the label inside.</param>
    /// <param name="next">Tile of the new label.</param>
    /// <param name="dim">Dimension of the loop.</param>
    /// <param name="inside">The column of the run of anchors inside the loop, with its operand; null for none.</param>
    /// <param name="columns">Columns of the loop.</param>
    /// <param name="outside">The column of the anchors outside all loops; null for none.</param>
    public void Add(int parent, int child, double value, int tile, int next, int dim, (int Operand, Column Column)? inside, Column[] columns, (int Operand, Column Column)? outside)
    {
        if (!IsOverfull)
        {
            _edges.Add(new Edge(parent, child, value, tile, next, dim, inside, columns, outside));
        }
    }

    /// <summary>The columns of all mappings up to the ceiling that were kept, each with the objective value of the best of them that uses it.</summary>
    public Dictionary<ArcColumn, double> Columns()
    {
        var least = new Dictionary<int, double>();
        var columns = new Dictionary<ArcColumn, double>();
        // Labels are extended tile by tile, so everything a label leads to comes after what leads to it.
        for (var i = _edges.Count - 1; i >= 0; i--)
        {
            var edge = _edges[i];
            var value = edge.Value;
            if (edge.Child >= 0 && !least.TryGetValue(edge.Child, out value))
            {
                continue;
            }

            Lower(least, edge.Parent, value);
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                Lower(columns, ArcColumn.Of(operand, edge.Tile, edge.Next, edge.Inside is not null, edge.Columns[operand]), value);
            }

            AddRun(columns, edge.Tile, edge.Inside, value);
            AddRun(columns, edge.Next, edge.Outside, value);
        }

        return columns;
    }

    private static void AddRun(Dictionary<ArcColumn, double> columns, int tile, (int Operand, Column Column)? run, double value)
    {
        if (run is { } anchors)
        {
            Lower(columns, ArcColumn.Of(anchors.Operand, tile, tile, isAnchored: false, anchors.Column), value);
        }
    }

    private static void Lower<T>(Dictionary<T, double> values, T key, double value)
        where T : notnull => values[key] = values.TryGetValue(key, out var before) ? Math.Min(before, value) : value;

    private sealed record Edge(int Parent, int Child, double Value, int Tile, int Next, int Dim, (int Operand, Column Column)? Inside, Column[] Columns, (int Operand, Column Column)? Outside);
}
