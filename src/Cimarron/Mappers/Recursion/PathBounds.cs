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
    private readonly ColumnFilter? _filter;
    private readonly double[][] _toEnd;
    private double[][]? _fromStart;
    private double[] _first = [];
    private double[] _second = [];

    public PathBounds(SchemeColumns columns, PathWeights weights, ColumnFilter? filter = null)
    {
        _columns = columns;
        _weights = weights;
        _filter = filter;
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

    /// <summary>Least weight of what is outside a tile in joint status <paramref name="index"/>.</summary>
    public double ToEnd(int tile, int index) => _toEnd[tile][index];

    /// <summary>Index of a joint status among those of its tile.</summary>
    public int Index(int tile, int input, int weight, int output) => (((input * Count(1, tile)) + weight) * Count(2, tile)) + output;

    /// <summary>Weight of the best path by operand, for the choice of better shares: each operand's cycles with the full share.</summary>
    public double[] CyclesOfBest()
    {
        var cycles = new double[Operands.Count];
        var index = Array.IndexOf(_toEnd[0], Root - Constant);
        for (var tile = 0; index >= 0 && !double.IsPositiveInfinity(Root);)
        {
            (tile, index) = Follow(tile, index, cycles);
        }

        return cycles;
    }

    /// <summary>
    /// Bounds on all mappings that use a column on an arc, in the order of <see cref="SchemeColumns.Arc"/>. The arc leads from
    /// <paramref name="tile"/> to <paramref name="next"/>, with an anchor right before it or without.
    /// </summary>
    public double[] Through(int operand, int tile, int next, bool isAnchored, ReadOnlySpan<bool> relevant)
    {
        _fromStart ??= FillFromStart();
        var inner = _columns.Tables.Repeats[tile];
        var outer = _columns.Tables.Repeats[next];
        // Outside costs seen through the other operands' columns: their axes are statuses before the arc, the operand's own after it.
        Copy(_toEnd[next], ref _first);
        int[] tiles = [next, next, next];
        for (var other = 0; other < Operands.Count; other++)
        {
            if (other != operand)
            {
                Contract(other, tile, next, tiles, relevant[other], inner, outer);
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
        _fromStart ??= FillFromStart();
        var from = _columns.Position(operand, tile, column.From);
        var to = _columns.Position(operand, tile, column.To);
        var repeats = _columns.Tables.Repeats[tile];
        Copy(_toEnd[tile], ref _first);
        return Constant + Least(tile, [tile, tile, tile], operand, from, to, isAnchored: false) + _weights.Of(operand, column, repeats, repeats);
    }

    private int Count(int operand, int tile) => _columns.Statuses(operand, tile).Length;

    private static void Copy(double[] source, ref double[] target)
    {
        if (target.Length < source.Length)
        {
            target = new double[source.Length * 2];
        }

        source.CopyTo(target, 0);
    }

    /// <summary>
    /// Least of from-the-start[…from…] + <see cref="_first"/>[…to…] over the other operands' statuses at the tile. Only joint statuses with an
    /// anchor, or only those without, count.
    /// </summary>
    private double Least(int tile, int[] axes, int operand, int from, int to, bool isAnchored)
    {
        var before = _fromStart![tile];
        var least = None;
        var (one, two) = operand == 0 ? (1, 2) : operand == 1 ? (0, 2) : (0, 1);
        var own = _columns.IsShut(operand, tile, from);
        Span<int> place = stackalloc int[Operands.Count];
        for (place[one] = 0; place[one] < Count(one, tile); place[one]++)
        {
            var first = _columns.IsShut(one, tile, place[one]);
            for (place[two] = 0; place[two] < Count(two, tile); place[two]++)
            {
                if ((own | first | _columns.IsShut(two, tile, place[two])) != isAnchored)
                {
                    continue;
                }

                place[operand] = from;
                var start = before[Index(tile, place[0], place[1], place[2])];
                place[operand] = to;
                var after = (((place[0] * Count(1, axes[1])) + place[1]) * Count(2, axes[2])) + place[2];
                least = Math.Min(least, start + _first[after]);
            }
        }

        return least;
    }

    private void FillToEnd(int tile)
    {
        var size = Count(0, tile) * Count(1, tile) * Count(2, tile);
        var best = new double[size];
        Array.Fill(best, None);
        _toEnd[tile] = best;
        if (size == 0)
        {
            return;
        }

        if (tile == _columns.Lattice.Count - 1)
        {
            FillEnds(tile, best);
        }

        ForArcs(tile, (dim, next) =>
        {
            var relevant = Relevance(dim);
            if (_toEnd[next].Length == 0)
            {
                return;
            }

            Copy(_toEnd[next], ref _first);
            int[] tiles = [next, next, next];
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                Contract(operand, tile, next, tiles, relevant[operand], _columns.Tables.Repeats[tile], _columns.Tables.Repeats[next]);
                tiles[operand] = tile;
            }

            for (var i = 0; i < size; i++)
            {
                best[i] = Math.Min(best[i], _first[i]);
            }
        });
        RemoveOverfull(tile, best);
        var repeats = _columns.Tables.Repeats[tile];
        ForAnchors(tile, (operand, from, to, column) =>
        {
            var weight = _weights.Of(operand, column, repeats, repeats);
            ForOthers(operand, tile, from, to, (before, after) => best[before] = Math.Min(best[before], weight + best[after]));
        });
        RemoveOverfull(tile, best);
    }

    private void ForArcs(int tile, Action<int, int> visit)
    {
        var lattice = _columns.Lattice;
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            var index = lattice.DivisorIndex(tile, dim);
            foreach (var (to, _) in lattice.Steps[dim][index])
            {
                if (_filter?.AllowsArc(lattice, tile, (Dim)dim) ?? true)
                {
                    visit(dim, lattice.Moved(tile, dim, index, to));
                }
            }
        }
    }

    private static bool[] Relevance(int dim) => [.. Operands.All.Select(o => Operands.IsRelevant(o, (Dim)dim))];

    /// <summary>Target statuses of anchors never have anchors of their own, so one pass in any order is enough.</summary>
    private void ForAnchors(int tile, Action<int, int, int, Column> visit)
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            for (var from = 0; from < Count(operand, tile); from++)
            {
                foreach (var column in _columns.Anchors(operand, tile, from).Where(c => _columns.State(operand, c.From).Phase == Exact.Phase.Pending))
                {
                    visit(operand, from, _columns.Position(operand, tile, column.To), column);
                }
            }
        }
    }

    private void ForOthers(int operand, int tile, int from, int to, Action<int, int> visit)
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

    /// <summary>Replaces one operand's axis: from its statuses after the arc to those before, by the cheapest column between them.</summary>
    private void Contract(int operand, int tile, int next, int[] tiles, bool relevant, double inner, double outer)
    {
        var before = Count(operand, tile);
        var after = Count(operand, next);
        var inside = 1;
        var outside = 1;
        for (var other = 0; other < Operands.Count; other++)
        {
            (outside, inside) = other < operand ? (outside * Count(other, tiles[other]), inside) : other > operand ? (outside, inside * Count(other, tiles[other])) : (outside, inside);
        }

        var size = outside * before * inside;
        if (_second.Length < size)
        {
            _second = new double[size * 2];
        }

        _second.AsSpan(0, size).Fill(None);
        for (var from = 0; from < before; from++)
        {
            foreach (ref readonly var column in _columns.Loops(operand, tile, from, relevant).AsSpan())
            {
                var to = _columns.Position(operand, next, column.To);
                if (to >= 0)
                {
                    var weight = _weights.Of(operand, column, inner, outer);
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

    private void FillEnds(int tile, double[] best)
    {
        var ends = Enumerable.Range(0, Operands.Count).Select(o => Enumerable.Range(0, Count(o, tile))
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

    /// <summary>The open blocks of a joint status must fit the shared level together.</summary>
    private void RemoveOverfull(int tile, double[] values)
    {
        var open = Enumerable.Range(0, Operands.Count).Select(o => _columns.Statuses(o, tile).Select(s => _columns.OpenShared(o, s, tile)).ToArray()).ToArray();
        for (var i = 0; i < open[0].Length; i++)
        {
            for (var w = 0; w < open[1].Length; w++)
            {
                for (var o = 0; o < open[2].Length; o++)
                {
                    if (open[0][i] + open[1][w] + open[2][o] > _columns.SharedCapacity)
                    {
                        values[Index(tile, i, w, o)] = None;
                    }
                }
            }
        }
    }

    /// <summary>One step of a best path to the end, adding each operand's cycles; index −1 when the end is reached.</summary>
    private (int Tile, int Index) Follow(int tile, int index, double[] cycles)
    {
        var full = _weights with { Energy = 0, Latency = 1, Input = 1, Weight = 1, Output = 1 };
        int[] at = [index / (Count(1, tile) * Count(2, tile)), index / Count(2, tile) % Count(1, tile), index % Count(2, tile)];
        var goal = _toEnd[tile][index] * (1 + 1e-12) + 1e-9;
        var repeats = _columns.Tables.Repeats[tile];
        (int Tile, int Index) found = (tile, -1);
        double[]? gained = null;
        ForAnchors(tile, (operand, from, to, column) =>
        {
            if (gained is null && from == at[operand])
            {
                int[] after = [at[0], at[1], at[2]];
                after[operand] = to;
                var place = Index(tile, after[0], after[1], after[2]);
                if (_toEnd[tile][place] + _weights.Of(operand, column, repeats, repeats) <= goal)
                {
                    gained = new double[Operands.Count];
                    gained[operand] = full.Of(operand, column, repeats, repeats);
                    found = (tile, place);
                }
            }
        });
        ForArcs(tile, (dim, next) =>
        {
            if (gained is null)
            {
                FollowLoop(tile, next, at, Relevance(dim), goal, full, ref gained, ref found);
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
        var (inner, outer) = (_columns.Tables.Repeats[tile], _columns.Tables.Repeats[next]);
        foreach (var input in _columns.Loops(0, tile, at[0], relevant[0]))
        {
            foreach (var weight in _columns.Loops(1, tile, at[1], relevant[1]))
            {
                foreach (var output in _columns.Loops(2, tile, at[2], relevant[2]))
                {
                    int[] to = [_columns.Position(0, next, input.To), _columns.Position(1, next, weight.To), _columns.Position(2, next, output.To)];
                    if (Math.Min(to[0], Math.Min(to[1], to[2])) < 0)
                    {
                        continue;
                    }

                    var place = Index(next, to[0], to[1], to[2]);
                    var value = _toEnd[next][place] + _weights.Of(0, input, inner, outer) + _weights.Of(1, weight, inner, outer) + _weights.Of(2, output, inner, outer);
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

    private double[][] FillFromStart()
    {
        var lattice = _columns.Lattice;
        var values = new double[lattice.Count][];
        for (var tile = 0; tile < lattice.Count; tile++)
        {
            values[tile] = new double[_toEnd[tile].Length];
            Array.Fill(values[tile], tile == 0 ? 0 : None);
        }

        for (var tile = 0; tile < lattice.Count; tile++)
        {
            var here = values[tile];
            if (here.Length == 0)
            {
                continue;
            }

            RemoveOverfull(tile, here);
            var repeats = _columns.Tables.Repeats[tile];
            ForAnchors(tile, (operand, from, to, column) =>
            {
                var weight = _weights.Of(operand, column, repeats, repeats);
                ForOthers(operand, tile, from, to, (before, after) => here[after] = Math.Min(here[after], weight + here[before]));
            });
            ForArcs(tile, (dim, next) => Push(tile, next, Relevance(dim), here, values[next]));
        }

        return values;
    }

    private void Push(int tile, int next, bool[] relevant, double[] here, double[] there)
    {
        if (there.Length == 0)
        {
            return;
        }

        var (inner, outer) = (_columns.Tables.Repeats[tile], _columns.Tables.Repeats[next]);
        int[] counts = [Count(0, tile), Count(1, tile), Count(2, tile)];
        var values = here;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var after = Count(operand, next);
            var outside = counts.Take(operand).Aggregate(1, (a, b) => a * b);
            var inside = counts.Skip(operand + 1).Aggregate(1, (a, b) => a * b);
            var moved = new double[outside * after * inside];
            Array.Fill(moved, None);
            for (var from = 0; from < counts[operand]; from++)
            {
                foreach (ref readonly var column in _columns.Loops(operand, tile, from, relevant[operand]).AsSpan())
                {
                    var to = _columns.Position(operand, next, column.To);
                    if (to < 0)
                    {
                        continue;
                    }

                    var weight = _weights.Of(operand, column, inner, outer);
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
