using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>Shortest paths from the start of the lattice to every joint status.</summary>
internal sealed class PathsFromStart(JointGraph graph, PathWeights weights)
{
    private const double None = double.PositiveInfinity;

    /// <summary>Least weight of what is inside a tile, by the tile and the joint status.</summary>
    public double[][] Find()
    {
        var lattice = graph.Columns.Lattice;
        var values = new double[lattice.Count][];
        for (var tile = 0; tile < lattice.Count; tile++)
        {
            values[tile] = new double[graph.Count(tile)];
            Array.Fill(values[tile], tile == 0 ? 0 : None);
        }

        for (var tile = 0; tile < lattice.Count; tile++)
        {
            var here = values[tile];
            if (here.Length == 0)
            {
                continue;
            }

            graph.RemoveOverfull(tile, here);
            var repeats = graph.Columns.Tables.Repeats[tile];
            graph.ForAnchors(tile, (operand, from, to, column) =>
            {
                var weight = weights.Of(operand, column, repeats, repeats);
                graph.ForOthers(operand, tile, from, to, (before, after) => here[after] = Math.Min(here[after], weight + here[before]));
            });
            graph.ForArcs(tile, (dim, next) => Push(tile, next, JointGraph.Relevance(dim), here, values[next]));
        }

        return values;
    }

    private void Push(int tile, int next, bool[] relevant, double[] here, double[] there)
    {
        if (there.Length == 0)
        {
            return;
        }

        var (inner, outer) = (graph.Columns.Tables.Repeats[tile], graph.Columns.Tables.Repeats[next]);
        int[] counts = [graph.Count(0, tile), graph.Count(1, tile), graph.Count(2, tile)];
        var values = here;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var after = graph.Count(operand, next);
            var outside = counts.Take(operand).Aggregate(1, (a, b) => a * b);
            var inside = counts.Skip(operand + 1).Aggregate(1, (a, b) => a * b);
            var moved = new double[outside * after * inside];
            Array.Fill(moved, None);
            for (var from = 0; from < counts[operand]; from++)
            {
                foreach (ref readonly var column in graph.Columns.Loops(operand, tile, from, relevant[operand]).AsSpan())
                {
                    var to = graph.Columns.Position(operand, next, column.To);
                    if (to < 0)
                    {
                        continue;
                    }

                    var weight = weights.Of(operand, column, inner, outer);
                    for (var o = 0; o < outside; o++)
                    {
                        var source = values.AsSpan(((o * counts[operand]) + from) * inside, inside);
                        var target = moved.AsSpan(((o * after) + to) * inside, inside);
                        for (var i = 0; i < inside; i++)
                        {
                            target[i] = Math.Min(target[i], source[i] + weight);
                        }
                    }
                }
            }

            counts[operand] = after;
            values = moved;
        }

        for (var i = 0; i < there.Length; i++)
        {
            there[i] = Math.Min(there[i], values[i]);
        }
    }
}
