using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>A shortest path, followed from the start to the end.</summary>
internal sealed class BestPath(JointGraph graph, PathWeights weights, double[][] toEnd)
{
    /// <summary>Cycles on the path by operand, each with the full share: what better shares are chosen by.</summary>
    /// <param name="index">The joint status at which the path begins; −1 if there is none.</param>
    public double[] Cycles(int index)
    {
        var cycles = new double[Operands.Count];
        for (var tile = 0; index >= 0;)
        {
            (tile, index) = Follow(tile, index, cycles);
        }

        return cycles;
    }

    /// <summary>One step of a best path to the end, adding each operand's cycles; index −1 when the end is reached.</summary>
    private (int Tile, int Index) Follow(int tile, int index, double[] cycles)
    {
        var full = weights with { Energy = 0, Latency = 1, Input = 1, Weight = 1, Output = 1 };
        int[] at = [index / (graph.Count(1, tile) * graph.Count(2, tile)), index / graph.Count(2, tile) % graph.Count(1, tile), index % graph.Count(2, tile)];
        var goal = toEnd[tile][index] * (1 + 1e-12) + 1e-9;
        var repeats = graph.Columns.Tables.Repeats[tile];
        (int Tile, int Index) found = (tile, -1);
        double[]? gained = null;
        graph.ForAnchors(tile, (operand, from, to, column) =>
        {
            if (gained is null && from == at[operand])
            {
                int[] after = [at[0], at[1], at[2]];
                after[operand] = to;
                var place = graph.Index(tile, after[0], after[1], after[2]);
                if (toEnd[tile][place] + weights.Of(operand, column, repeats, repeats) <= goal)
                {
                    gained = new double[Operands.Count];
                    gained[operand] = full.Of(operand, column, repeats, repeats);
                    found = (tile, place);
                }
            }
        });
        graph.ForArcs(tile, (dim, next) =>
        {
            if (gained is null)
            {
                FollowLoop(tile, next, at, JointGraph.Relevance(dim), goal, full, ref gained, ref found);
            }
        });
        for (var operand = 0; operand < Operands.Count && gained is not null; operand++)
        {
            cycles[operand] += gained[operand];
        }

        return found;
    }

    private void FollowLoop(int tile, int next, int[] at, bool[] relevant, double goal, PathWeights full, ref double[]? gained, ref (int Tile, int Index) found)
    {
        var (inner, outer) = (graph.Columns.Tables.Repeats[tile], graph.Columns.Tables.Repeats[next]);
        foreach (var input in graph.Columns.Loops(0, tile, at[0], relevant[0]))
        {
            foreach (var weight in graph.Columns.Loops(1, tile, at[1], relevant[1]))
            {
                foreach (var output in graph.Columns.Loops(2, tile, at[2], relevant[2]))
                {
                    int[] to = [graph.Columns.Position(0, next, input.To), graph.Columns.Position(1, next, weight.To), graph.Columns.Position(2, next, output.To)];
                    if (Math.Min(to[0], Math.Min(to[1], to[2])) < 0)
                    {
                        continue;
                    }

                    var place = graph.Index(next, to[0], to[1], to[2]);
                    var value = toEnd[next][place] + weights.Of(0, input, inner, outer) + weights.Of(1, weight, inner, outer) + weights.Of(2, output, inner, outer);
                    if (value <= goal)
                    {
                        gained = [full.Of(0, input, inner, outer), full.Of(1, weight, inner, outer), full.Of(2, output, inner, outer)];
                        found = (next, place);
                        return;
                    }
                }
            }
        }
    }
}
