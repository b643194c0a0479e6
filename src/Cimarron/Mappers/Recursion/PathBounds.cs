using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// Shortest paths through the lattice of inner tiles jointly for the three operands, under one choice of <see cref="PathWeights"/>: from
/// every joint status to the end, and on demand from the start. All choices share one order of loops; what closed blocks keep in shared
/// memory is relaxed. A bound on every mapping, on every completion of a label, and on every mapping that uses a given column.
/// </summary>
internal sealed class PathBounds
{
    private const double None = double.PositiveInfinity;

    private readonly SchemeColumns _columns;
    private readonly PathWeights _weights;
    private readonly JointGraph _graph;
    private readonly ContractedCosts _outside;
    private readonly double[][] _toEnd;
    private double[][]? _fromStart;

    public PathBounds(SchemeColumns columns, PathWeights weights, ColumnFilter? filter = null)
    {
        _columns = columns;
        _weights = weights;
        _graph = new JointGraph(columns, filter);
        _outside = new ContractedCosts(_graph, weights);
        _toEnd = new double[columns.Lattice.Count][];
        for (var tile = columns.Lattice.Count - 1; tile >= 0; tile--)
        {
            FillToEnd(tile);
        }

        Root = Constant + _toEnd[0].DefaultIfEmpty(None).Min();
    }

    /// <summary>m·N·t, the part that no choice changes.</summary>
    public double Constant => (_weights.Latency * _columns.Tables.ComputeCycles) + (_weights.Energy * _columns.Tables.MacNanojoules);

    /// <summary>Bound on every mapping of the scheme; +∞ when there is none.</summary>
    public double Root { get; }

    public PathWeights Weights => _weights;

    private double[][] FromStart => _fromStart ??= new PathsFromStart(_graph, _weights).Find();

    /// <summary>Least weight of what is outside a tile in joint status <paramref name="index"/>.</summary>
    public double ToEnd(int tile, int index) => _toEnd[tile][index];

    /// <summary>Index of a joint status among those of its tile.</summary>
    public int Index(int tile, int input, int weight, int output) => _graph.Index(tile, input, weight, output);

    /// <summary>Weight of the best path by operand, for the choice of better shares: each operand's cycles with the full share.</summary>
    public double[] CyclesOfBest() => new BestPath(_graph, _weights, _toEnd).Cycles(double.IsPositiveInfinity(Root) ? -1 : Array.IndexOf(_toEnd[0], Root - Constant));

    /// <summary>
    /// Bounds on all mappings that use a column on an arc, in the order of <see cref="SchemeColumns.Arc"/>. The arc leads from
    /// <paramref name="tile"/> to <paramref name="next"/>, with an anchor right before it or without.
    /// </summary>
    public double[] Through(int operand, int tile, int next, bool isAnchored, ReadOnlySpan<bool> relevant)
    {
        var inner = _columns.Tables.Repeats[tile];
        var outer = _columns.Tables.Repeats[next];
        // Outside costs seen through the other operands' columns: their axes are statuses before the arc, the operand's own after it.
        _outside.Begin(_toEnd[next]);
        int[] tiles = [next, next, next];
        for (var other = 0; other < Operands.Count; other++)
        {
            if (other != operand)
            {
                _outside.Contract(other, tile, next, tiles, relevant[other]);
                tiles[other] = tile;
            }
        }

        var columns = _columns.Arc(operand, tile, next, isAnchored, relevant[operand]);
        var bounds = new double[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            ref readonly var column = ref columns[i];
            var from = _columns.Position(operand, tile, column.From);
            var to = _columns.Position(operand, next, column.To);
            bounds[i] = Constant + Least(tile, tiles, operand, from, to, isAnchored) + _weights.Of(operand, column, inner, outer);
        }

        return bounds;
    }

    /// <summary>The bound on all mappings that put a run of anchors at a tile.</summary>
    public double ThroughAnchor(int operand, int tile, in Column column)
    {
        var from = _columns.Position(operand, tile, column.From);
        var to = _columns.Position(operand, tile, column.To);
        var repeats = _columns.Tables.Repeats[tile];
        _outside.Begin(_toEnd[tile]);
        return Constant + Least(tile, [tile, tile, tile], operand, from, to, isAnchored: false) + _weights.Of(operand, column, repeats, repeats);
    }

    /// <summary>
    /// Least of from-the-start[…from…] + <see cref="_outside"/>[…to…] over the other operands' statuses at the tile. Only joint statuses with an
    /// anchor, or only those without, count.
    /// </summary>
    private double Least(int tile, int[] axes, int operand, int from, int to, bool isAnchored)
    {
        var (before, outside) = (FromStart[tile], _outside.Values);
        var least = None;
        var (one, two) = operand == 0 ? (1, 2) : operand == 1 ? (0, 2) : (0, 1);
        var own = _columns.IsShut(operand, tile, from);
        Span<int> place = stackalloc int[Operands.Count];
        for (place[one] = 0; place[one] < _graph.Count(one, tile); place[one]++)
        {
            var first = _columns.IsShut(one, tile, place[one]);
            for (place[two] = 0; place[two] < _graph.Count(two, tile); place[two]++)
            {
                if ((own | first | _columns.IsShut(two, tile, place[two])) != isAnchored)
                {
                    continue;
                }

                place[operand] = from;
                var start = before[Index(tile, place[0], place[1], place[2])];
                place[operand] = to;
                var after = (((place[0] * _graph.Count(1, axes[1])) + place[1]) * _graph.Count(2, axes[2])) + place[2];
                least = Math.Min(least, start + outside[after]);
            }
        }

        return least;
    }

    private void FillToEnd(int tile)
    {
        var best = new double[_graph.Count(tile)];
        Array.Fill(best, None);
        _toEnd[tile] = best;
        if (best.Length == 0)
        {
            return;
        }

        if (tile == _columns.Lattice.Count - 1)
        {
            FillEnds(tile, best);
        }

        _graph.ForArcs(tile, (dim, next) =>
        {
            var relevant = JointGraph.Relevance(dim);
            if (_toEnd[next].Length == 0)
            {
                return;
            }

            _outside.Begin(_toEnd[next]);
            int[] tiles = [next, next, next];
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                _outside.Contract(operand, tile, next, tiles, relevant[operand]);
                tiles[operand] = tile;
            }

            var outside = _outside.Values;
            for (var i = 0; i < best.Length; i++)
            {
                best[i] = Math.Min(best[i], outside[i]);
            }
        });
        _graph.RemoveOverfull(tile, best);
        var repeats = _columns.Tables.Repeats[tile];
        _graph.ForAnchors(tile, (operand, from, to, column) =>
        {
            var weight = _weights.Of(operand, column, repeats, repeats);
            _graph.ForOthers(operand, tile, from, to, (before, after) => best[before] = Math.Min(best[before], weight + best[after]));
        });
        _graph.RemoveOverfull(tile, best);
    }

    private void FillEnds(int tile, double[] best)
    {
        var ends = Enumerable.Range(0, Operands.Count).Select(o => Enumerable.Range(0, _graph.Count(o, tile))
            .Select(p => _columns.Ends(o, tile, p) is [var end] ? _weights.Of(o, end, 1, 1) : None).ToArray()).ToArray();
        for (var i = 0; i < ends[0].Length; i++)
        {
            for (var w = 0; w < ends[1].Length; w++)
            {
                for (var o = 0; o < ends[2].Length; o++)
                {
                    best[Index(tile, i, w, o)] = ends[0][i] + ends[1][w] + ends[2][o];
                }
            }
        }
    }
}
