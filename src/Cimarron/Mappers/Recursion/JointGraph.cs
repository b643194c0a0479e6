using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// The graph that the paths of the three operands have in common: joint statuses at the tiles of the lattice, arcs that put a loop around a tile, and anchors at it. What closed blocks keep in shared
/// memory is relaxed.
/// </summary>
internal sealed class JointGraph(SchemeColumns columns, ColumnFilter? filter)
{
    private const double None = double.PositiveInfinity;

    public SchemeColumns Columns => columns;

    /// <summary>Statuses of an operand at a tile.</summary>
    public int Count(int operand, int tile) => columns.Statuses(operand, tile).Length;

    /// <summary>Joint statuses at a tile.</summary>
    public int Count(int tile) => Count(0, tile) * Count(1, tile) * Count(2, tile);

    /// <summary>Index of a joint status among those of its tile.</summary>
    public int Index(int tile, int input, int weight, int output) => (((input * Count(1, tile)) + weight) * Count(2, tile)) + output;

    /// <summary>For each operand, whether a dimension is relevant to it.</summary>
    public static bool[] Relevance(int dim) => [.. Operands.All.Select(o => Operands.IsRelevant(o, (Dim)dim))];

    /// <summary>Visits the loops that can be put around a tile: the dimension, and the tile that they make.</summary>
    public void ForArcs(int tile, Action<int, int> visit)
    {
        var lattice = columns.Lattice;
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            var index = lattice.DivisorIndex(tile, dim);
            foreach (var (to, _) in lattice.Steps[dim][index])
            {
                if (filter?.AllowsArc(lattice, tile, (Dim)dim) ?? true)
                {
                    visit(dim, lattice.Moved(tile, dim, index, to));
                }
            }
        }
    }

    /// <summary>
    /// Visits the runs of anchors at a tile: operand, its status before and after, and the column. Target statuses of anchors never have anchors of their own, so one pass in any order is enough.
    /// </summary>
    public void ForAnchors(int tile, Action<int, int, int, Column> visit)
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            for (var from = 0; from < Count(operand, tile); from++)
            {
                foreach (var column in columns.Anchors(operand, tile, from).Where(c => columns.State(operand, c.From).Phase == Exact.Phase.Pending))
                {
                    visit(operand, from, columns.Position(operand, tile, column.To), column);
                }
            }
        }
    }

    /// <summary>Visits all joint statuses in which an operand has one status, with those in which it has another: indices of both.</summary>
    public void ForOthers(int operand, int tile, int from, int to, Action<int, int> visit)
    {
        Span<int> counts = [Count(0, tile), Count(1, tile), Count(2, tile)];
        var (one, two) = operand == 0 ? (1, 2) : operand == 1 ? (0, 2) : (0, 1);
        Span<int> place = stackalloc int[Operands.Count];
        for (place[one] = 0; place[one] < counts[one]; place[one]++)
        {
            for (place[two] = 0; place[two] < counts[two]; place[two]++)
            {
                place[operand] = from;
                var before = Index(tile, place[0], place[1], place[2]);
                place[operand] = to;
                visit(before, Index(tile, place[0], place[1], place[2]));
            }
        }
    }

    /// <summary>The open blocks of a joint status must fit the shared level together.</summary>
    public void RemoveOverfull(int tile, double[] values)
    {
        var open = Enumerable.Range(0, Operands.Count).Select(o => columns.Statuses(o, tile).Select(s => columns.OpenShared(o, s, tile)).ToArray()).ToArray();
        for (var i = 0; i < open[0].Length; i++)
        {
            for (var w = 0; w < open[1].Length; w++)
            {
                for (var o = 0; o < open[2].Length; o++)
                {
                    if (open[0][i] + open[1][w] + open[2][o] > columns.SharedCapacity)
                    {
                        values[Index(tile, i, w, o)] = None;
                    }
                }
            }
        }
    }
}
