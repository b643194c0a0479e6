using Cimarron.Costs;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// All columns of one scheme: per operand, tile and status what a loop, an anchor or the end of the nest can do. Only statuses that can be
/// reached and whose open block fits its level are there.
/// </summary>
internal sealed class SchemeColumns
{
    private const int Output = (int)Operand.Output;

    private readonly ChipSearchTables _chip;
    private readonly StatusMerge _merge;
    private readonly MovePricer _pricer;
    private readonly LegalityProfile _profile;
    private readonly int[][][] _alive;
    private readonly int[][][] _position;
    private readonly Column[][][][] _columns;

    public SchemeColumns(ChipSearchTables chip, StatusMerge merge, SchemeTables tables, LegalityProfile profile)
    {
        _chip = chip;
        _merge = merge;
        Tables = tables;
        _profile = profile;
        _pricer = new MovePricer(chip, tables, energyBound: null);
        var tiles = tables.Lattice.Count;
        _alive = [.. Enumerable.Range(0, Operands.Count).Select(_ => new int[tiles][])];
        _position = [.. Enumerable.Range(0, Operands.Count).Select(_ => new int[tiles][])];
        _columns = [.. Enumerable.Range(0, Operands.Count).Select(_ => new Column[tiles][][])];
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            Reach(operand);
        }
    }

    public SchemeTables Tables { get; }

    public TileLattice Lattice => Tables.Lattice;

    /// <summary>Statuses an operand may have at a tile.</summary>
    public int[] Statuses(int operand, int tile) => _alive[operand][tile];

    /// <summary>Place of a status in <see cref="Statuses"/>, −1 when it cannot occur.</summary>
    public int Position(int operand, int tile, int status) => _position[operand][tile][status];

    /// <summary>What a loop does to a status at a tile; whether the status afterwards fits depends on the loop (see <see cref="Position"/>).</summary>
    public Column[] Loops(int operand, int tile, int position, bool relevant) => _columns[operand][tile][(position * 4) + (relevant ? 1 : 0)];

    /// <summary>
    /// The operand's columns on the arc between two tiles: those whose status afterwards fits. With an anchor right before the arc the operand
    /// may be the anchored one, without it may not.
    /// </summary>
    public Column[] Arc(int operand, int tile, int next, bool isAnchored, bool relevant)
    {
        var found = new List<Column>();
        for (var position = 0; position < _alive[operand][tile].Length; position++)
        {
            if (isAnchored || !IsShut(operand, tile, position))
            {
                found.AddRange(Loops(operand, tile, position, relevant).Where(c => Position(operand, next, c.To) >= 0));
            }
        }

        return [.. found];
    }

    /// <summary>Whether an anchor was the last thing to happen to an operand.</summary>
    public bool IsShut(int operand, int tile, int position) => State(operand, _alive[operand][tile][position]).Phase == Phase.Shut;

    /// <summary>Runs of the operand's own anchors at a tile.</summary>
    public Column[] Anchors(int operand, int tile, int position) => _columns[operand][tile][(position * 4) + 2];

    /// <summary>How the nest may end with a status; at most one column, only at the last tile.</summary>
    public Column[] Ends(int operand, int tile, int position) => _columns[operand][tile][(position * 4) + 3];

    /// <summary>The state a status stands for.</summary>
    public OperandState State(int operand, int status) => _chip.States[operand].States[status];

    /// <summary>Bits the open block takes in the shared on-chip level.</summary>
    public long OpenShared(int operand, int status, int tile)
    {
        var state = State(operand, status);
        return state.Level == _chip.SharedLevel && state.Level > 0 ? Resident(operand, state, tile) : 0;
    }

    /// <summary>Bits of the shared on-chip level, or no limit.</summary>
    public long SharedCapacity => _chip.SharedLevel > 0 ? _chip.Room.Bits(_chip.SharedLevel) : long.MaxValue;

    private long Resident(int operand, OperandState state, int tile)
    {
        var bits = Tables.ResidentBits(operand, state.Level, tile, state.Partial);
        return state.IsLast && state.Double ? bits * 2 : bits;
    }

    private bool FitsOpen(int operand, int status, int tile)
    {
        var state = State(operand, status);
        return Resident(operand, state, tile) <= _chip.Room.Bits(operand, state.Level);
    }

    private void Reach(int operand)
    {
        var reached = new SortedSet<int>[Lattice.Count];
        reached[0] = [.. _chip.States[operand].Initial.Where(s => (operand != Output || _chip.States[operand].States[s].Partial == Tables.HasTemporalReduction) && FitsOpen(operand, s, 0)).Select(s => _merge.Of(operand, s))];
        for (var tile = 0; tile < Lattice.Count; tile++)
        {
            _pricer.SetTile(tile);
            var loops = new Dictionary<int, Column[][]>();
            var open = new Queue<int>(reached[tile] ?? []);
            var all = new SortedSet<int>(reached[tile] ?? []);
            while (open.TryDequeue(out var status))
            {
                Column[][] columns = [LoopColumns(operand, status, tile, relevant: false), LoopColumns(operand, status, tile, relevant: true), AnchorRuns(operand, status, tile), End(operand, status, tile)];
                loops.Add(status, columns);
                foreach (var column in columns[2])
                {
                    if (all.Add(column.To))
                    {
                        open.Enqueue(column.To);
                    }
                }
            }

            Store(operand, tile, [.. all], loops);
            Spread(operand, tile, reached, loops);
        }
    }

    private void Store(int operand, int tile, int[] statuses, Dictionary<int, Column[][]> columns)
    {
        _alive[operand][tile] = statuses;
        var position = new int[_chip.States[operand].States.Length];
        Array.Fill(position, -1);
        var stored = new Column[statuses.Length * 4][];
        for (var i = 0; i < statuses.Length; i++)
        {
            position[statuses[i]] = i;
            columns[statuses[i]].CopyTo(stored, i * 4);
        }

        _position[operand][tile] = position;
        _columns[operand][tile] = stored;
    }

    private void Spread(int operand, int tile, SortedSet<int>[] reached, Dictionary<int, Column[][]> columns)
    {
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            var kind = Operands.IsRelevant((Operand)operand, (Dim)dim) ? 1 : 0;
            var index = Lattice.DivisorIndex(tile, dim);
            foreach (var (to, _) in Lattice.Steps[dim][index])
            {
                var next = Lattice.Moved(tile, dim, index, to);
                foreach (var column in columns.Values.SelectMany(c => c[kind]))
                {
                    if (FitsOpen(operand, column.To, next))
                    {
                        (reached[next] ??= []).Add(column.To);
                    }
                }
            }
        }
    }

    private Column[] LoopColumns(int operand, int status, int tile, bool relevant)
    {
        var found = new List<Column>();
        foreach (ref readonly var move in _pricer.Moves(operand, status, relevant).AsSpan())
        {
            var overlaps = move.Double;
            var cycles = move.Fires ? AnalyticModel.Directions(operand) * move.Cycles : 0;
            found.Add(new Column
            {
                From = status,
                To = _merge.Of(operand, move.State),
                Added = cycles,
                Exposed = overlaps ? 0 : cycles,
                Hidden = overlaps ? cycles : 0,
                Overlapped = overlaps && operand != Output ? cycles : 0,
                Energy = move.Energy,
                Shared = move.Shared,
                Outward = move.Outward,
                Double = move.Double,
                Quiet = !move.Fires && !move.Outward,
            });
        }

        return [.. found];
    }

    private Column[] AnchorRuns(int operand, int status, int tile)
    {
        var found = new List<Column>();
        var start = new Column { From = status, To = status };
        Extend(operand, status, tile, start, [], found);
        return [.. found];
    }

    /// <summary>Anchors are loops of one iteration: they add to S, and only the last one's fetch can be overlapped by what is outside.</summary>
    private void Extend(int operand, int state, int tile, Column before, List<AnchorStep> steps, List<Column> found)
    {
        foreach (var move in _chip.States[operand].Anchors[state])
        {
            if (!_pricer.TryPrice(operand, state, move, tile, out var priced) || !FitsOpen(operand, priced.State, tile))
            {
                continue;
            }

            var cycles = AnalyticModel.Directions(operand) * priced.Cycles;
            steps.Add(new AnchorStep(operand, move));
            var column = before with
            {
                To = _merge.Of(operand, priced.State),
                Added = before.Added + cycles,
                Overlapped = priced.Double && operand != Output ? cycles : 0,
                Energy = before.Energy + priced.Energy,
                Shared = before.Shared + priced.Shared,
                Run = [.. steps],
            };
            found.Add(column);
            Extend(operand, priced.State, tile, column, steps, found);
            steps.RemoveAt(steps.Count - 1);
        }
    }

    private Column[] End(int operand, int status, int tile)
    {
        var state = State(operand, status);
        if (tile != Lattice.Count - 1 || state.Phase is Phase.Pending or Phase.LastPending || (state.Level > 0 && operand == Output && _profile == LegalityProfile.Strict))
        {
            return [];
        }

        var isPreloaded = state.Level > 0;
        return
        [
            new Column
            {
                From = status,
                To = status,
                Preload = isPreloaded ? Tables.PreloadCycles(operand) : 0,
                Energy = isPreloaded ? Tables.PreloadNanojoules(operand, state.Level, state.Partial) : 0,
                Shared = OpenShared(operand, status, tile),
                InDram = isPreloaded ? 0 : Tables.ResidentBits(operand, 0, tile, state.Partial),
            },
        ];
    }
}
