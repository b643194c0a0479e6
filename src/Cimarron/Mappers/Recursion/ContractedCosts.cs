using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>Costs of the joint statuses at the end of an arc, turned operand by operand into those at its start. Buffers are kept from one arc to the next.</summary>
internal sealed class ContractedCosts(JointGraph graph, PathWeights weights)
{
    private const double None = double.PositiveInfinity;

    private double[] _first = [];
    private double[] _second = [];

    /// <summary>The costs; what is beyond them is undefined.</summary>
    public double[] Values => _first;

    /// <summary>Begins with some costs.</summary>
    public void Begin(double[] source)
    {
        if (_first.Length < source.Length)
        {
            _first = new double[source.Length * 2];
        }

        source.CopyTo(_first, 0);
    }

    /// <summary>Replaces one operand's axis: from its statuses after the arc to those before, by the cheapest column between them.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="tile">Where the arc begins.</param>
    /// <param name="next">Where it ends.</param>
    /// <param name="tiles">For each operand, whether its axis is that of the one tile or of the other.</param>
    /// <param name="relevant">Whether the loop's dimension is relevant to it.</param>
    public void Contract(int operand, int tile, int next, int[] tiles, bool relevant)
    {
        var (inner, outer) = (graph.Columns.Tables.Repeats[tile], graph.Columns.Tables.Repeats[next]);
        var before = graph.Count(operand, tile);
        var after = graph.Count(operand, next);
        var inside = 1;
        var outside = 1;
        for (var other = 0; other < Operands.Count; other++)
        {
            (outside, inside) = other < operand ? (outside * graph.Count(other, tiles[other]), inside) : other > operand ? (outside, inside * graph.Count(other, tiles[other])) : (outside, inside);
        }

        var size = outside * before * inside;
        if (_second.Length < size)
        {
            _second = new double[size * 2];
        }

        _second.AsSpan(0, size).Fill(None);
        for (var from = 0; from < before; from++)
        {
            foreach (ref readonly var column in graph.Columns.Loops(operand, tile, from, relevant).AsSpan())
            {
                var to = graph.Columns.Position(operand, next, column.To);
                if (to >= 0)
                {
                    var weight = weights.Of(operand, column, inner, outer);
                    for (var o = 0; o < outside; o++)
                    {
                        var target = _second.AsSpan(((o * before) + from) * inside, inside);
                        var source = _first.AsSpan(((o * after) + to) * inside, inside);
                        for (var i = 0; i < inside; i++)
                        {
                            target[i] = Math.Min(target[i], source[i] + weight);
                        }
                    }
                }
            }
        }

        (_first, _second) = (_second, _first);
    }
}
