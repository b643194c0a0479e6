using Cimarron.Mappers.Recursion;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// The lattice of one scheme with a choice of its columns, without those that no path from the MAC to the end of the nest can use.
/// </summary>
internal sealed class FlowGraph
{
    private readonly ColumnChoice _choice;
    private readonly SchemeColumns _columns;
    private readonly ColumnFilter? _filter;
    private List<FlowArc> _arcs = [];

    /// <summary>Builds the graph.</summary>
    /// <param name="choice">The columns that enter.</param>
    /// <param name="filter">Side constraints on arcs; null for none.</param>
    public FlowGraph(ColumnChoice choice, ColumnFilter? filter)
    {
        _choice = choice;
        _columns = choice.Source;
        _filter = filter;
        var columns = _columns;
        for (var tile = 0; tile < columns.Lattice.Count; tile++)
        {
            AddLoops(tile, isAnchored: false);
            AddAnchors(tile);
            AddLoops(tile, isAnchored: true);
        }

        AddEnd(isAnchored: false);
        AddEnd(isAnchored: true);
        Prune();
    }

    /// <summary>The arcs that are left.</summary>
    public IReadOnlyList<FlowArc> Arcs => _arcs;

    public SchemeColumns Source => _columns;

    /// <summary>Columns of the loops of the scheme, before any choice.</summary>
    public int AllColumns { get; private set; }

    /// <summary>Columns left.</summary>
    public int ColumnCount => Count();

    private int Count() => _arcs.Sum(a => a.Columns.Sum(c => c.Count));

    private void AddLoops(int tile, bool isAnchored)
    {
        var lattice = _columns.Lattice;
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            var index = lattice.DivisorIndex(tile, dim);
            bool[] relevant = [.. Operands.All.Select(o => Operands.IsRelevant(o, (Dim)dim))];
            foreach (var (to, factor) in lattice.Steps[dim][index])
            {
                if (!(_filter?.AllowsArc(lattice, tile, (Dim)dim) ?? true))
                {
                    continue;
                }

                var next = lattice.Moved(tile, dim, index, to);
                var columns = new List<Column>[Operands.Count];
                for (var operand = 0; operand < Operands.Count; operand++)
                {
                    AllColumns += _columns.Arc(operand, tile, next, isAnchored, relevant[operand]).Length;
                    columns[operand] = _choice.OfArc(operand, tile, next, isAnchored, relevant);
                }

                Add(new FlowArc { Kind = ArcKind.Loop, Tile = tile, IsAnchored = isAnchored, Next = next, Dim = dim, Factor = factor, Runs = _columns.Tables.Repeats[next], Columns = columns });
            }
        }
    }

    private void Add(FlowArc arc)
    {
        if (arc.Columns.All(c => c is { Count: > 0 }))
        {
            _arcs.Add(arc);
        }
    }

    private void AddAnchors(int tile)
    {
        var columns = new List<Column>[Operands.Count];
        var any = false;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            columns[operand] = [];
            for (var position = 0; position < _columns.Statuses(operand, tile).Length; position++)
            {
                if (_columns.IsShut(operand, tile, position))
                {
                    continue;
                }

                var status = _columns.Statuses(operand, tile)[position];
                columns[operand].Add(new Column { From = status, To = status, Quiet = true });
                foreach (var run in _columns.Anchors(operand, tile, position))
                {
                    if (_choice.TakesAnchor(operand, tile, run))
                    {
                        columns[operand].Add(run);
                        any = true;
                    }
                }
            }
        }

        if (any)
        {
            Add(new FlowArc { Kind = ArcKind.Anchor, Tile = tile, IsAnchored = false, Next = tile, Runs = _columns.Tables.Repeats[tile], Columns = columns });
        }
    }

    private void AddEnd(bool isAnchored)
    {
        var tile = _columns.Lattice.Count - 1;
        var columns = Enumerable.Range(0, Operands.Count).Select(o => Enumerable.Range(0, _columns.Statuses(o, tile).Length)
            .Where(p => isAnchored || !_columns.IsShut(o, tile, p)).SelectMany(p => _columns.Ends(o, tile, p)).ToList()).ToArray();
        Add(new FlowArc { Kind = ArcKind.End, Tile = tile, IsAnchored = isAnchored, Next = tile, Runs = 1, Columns = columns });
    }

    /// <summary>Removes columns whose status nothing leads to or nothing continues, until none is left.</summary>
    private void Prune()
    {
        for (var before = -1; before != Count();)
        {
            before = Count();
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                var entered = _arcs.SelectMany(a => a.Columns[operand].Select(c => (a.To, c.To))).ToHashSet();
                var left = _arcs.SelectMany(a => a.Columns[operand].Select(c => (a.From, c.From))).ToHashSet();
                foreach (var arc in _arcs)
                {
                    arc.Columns[operand].RemoveAll(c => (arc.From > 0 && !entered.Contains((arc.From, c.From))) || (arc.To >= 0 && !left.Contains((arc.To, c.To))));
                }
            }

            _arcs = [.. _arcs.Where(a => a.Columns.All(c => c.Count > 0) && (a.Kind != ArcKind.Anchor || a.Columns.Any(o => o.Any(c => c.Run is not null))))];
        }
    }
}
