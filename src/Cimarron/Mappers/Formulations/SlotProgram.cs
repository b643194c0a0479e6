using Cimarron.Costs;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Formulations;

/// <summary>
/// The slot form F1 of one spatial scheme, after the paper: loops are assigned to slots, slots to levels, and the recursion is written with big
/// constants. Every method writes the equations of docs/formulation.md it names. Slot 0 is outermost. Mappings that need anchors are not in it.
/// </summary>
internal sealed partial class SlotProgram : IMappingProgram
{
    private const int Output = (int)Operand.Output;
    private const double Scale = 1000;

    private readonly ChipTables _chip;
    private readonly SlotSpace _space;
    private readonly ProgramGoal _goal;
    private readonly LegalityProfile _profile;
    private readonly double _compute;
    private readonly double _cap;
    private readonly Variable[][] _loop; // z: kind, slot
    private readonly Dictionary<int, Variable>[] _tile; // q: slot boundary, tile
    private readonly Dictionary<int, Variable>[][] _level; // u: operand, slot, level
    private readonly Dictionary<int, Variable>[] _used; // U: operand, level
    private readonly Dictionary<(int Level, int Next), Variable>[] _next; // operand; −1 is the MAC
    private readonly Dictionary<int, Variable>[] _double; // operand, level
    private readonly Dictionary<int, Variable> _partial = []; // level
    private readonly Variable[][] _fires; // operand, slot

    /// <summary>Writes the program.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="space">Loops and tiles of the scheme.</param>
    /// <param name="goal">What is minimised under which cap on latency, which has to be finite.</param>
    /// <param name="profile">Whether outputs must start in DRAM.</param>
    public SlotProgram(ChipTables chip, SlotSpace space, ProgramGoal goal, LegalityProfile profile)
    {
        _chip = chip;
        _space = space;
        _goal = goal;
        _profile = profile;
        _compute = space.Tables.ComputeCycles;
        _cap = goal.LatencyCap * Scale / _compute;
        Model = new MipModel("f1");
        _loop = [.. space.Kinds.Select((k, i) => Slots().Select(s => Model.AddBinary($"z{i}_{s}")).ToArray())];
        _tile = [.. Enumerable.Range(0, space.Slots + 1).Select(s => space.Tiles.Select((t, i) => (Tile: t, Index: i)).Where(t => t.Tile.Depth == space.Slots - s).ToDictionary(t => t.Index, t => Model.AddBinary($"q{s}_{t.Index}")))];
        _level = PerOperand(o => Slots().Select(s => chip.LevelsOf[o].ToDictionary(l => l, l => Model.AddBinary($"u{o}_{s}_{l}"))).ToArray());
        _used = PerOperand(o => chip.LevelsOf[o].ToDictionary(l => l, l => Model.AddBinary($"U{o}_{l}")));
        _next = PerOperand(o => chip.LevelsOf[o].SelectMany(l => chip.LevelsOf[o].Where(n => n > l).Append(-1).Select(n => (l, n))).ToDictionary(p => p, p => Model.AddBinary($"n{o}_{p.l}_{p.n}")));
        _double = PerOperand(o => chip.LevelsOf[o].Where(l => chip.MayDoubleBuffer[l]).ToDictionary(l => l, l => Model.AddBinary($"d{o}_{l}")));
        _fires = PerOperand(o => Slots().Select(s => Continuous($"f{o}_{s}", 1)).ToArray());
        Order();
        Levels();
        Chains();
        PartialSums();
        Firing();
        Capacities();
        Times();
        SetObjective();
    }

    public MipModel Model { get; }

    public double Unit => _goal.IsLatency ? _compute / Scale : _goal.Nanojoules / Scale;

    /// <summary>The slot form starts from the cap alone.</summary>
    public double[]? Start => null;

    public Mapping Decode(SolveResult solution)
    {
        int Chosen(IEnumerable<KeyValuePair<int, Variable>> choices) => choices.MaxBy(c => solution[c.Value]).Key;
        var loops = Slots().Select(s =>
        {
            var kind = _space.Kinds[Enumerable.Range(0, _loop.Length).MaxBy(k => solution[_loop[k][s]])];
            return new TemporalLoop(kind.Dim, kind.Size, Chosen(_level[0][s]), Chosen(_level[1][s]), Chosen(_level[Output][s]));
        }).ToArray();
        return new Mapping
        {
            Layer = _space.Tables.Layer,
            Spatial = _space.Tables.Scheme.Spatial,
            Temporal = [.. loops],
            DoubleBuffered = [.. Operands.All.SelectMany(o => _double[(int)o].Where(d => solution[d.Value] > 0.5 && loops.Any(l => l.Level(o) == d.Key)).Select(d => new BufferFlag(d.Key, o)))],
        };
    }

    private static T[] PerOperand<T>(Func<int, T> make) => [.. Enumerable.Range(0, Operands.Count).Select(make)];

    private IEnumerable<int> Slots() => Enumerable.Range(0, _space.Slots);

    private Variable Continuous(string name, double upper) => Model.AddVariable(name, 0, upper);

    private void Add(LinearConstraint constraint, string name) => Model.AddConstraint(constraint, name);

    /// <summary>Σ over the inner tiles at a slot boundary of value·q.</summary>
    private LinearExpression OverTiles(int boundary, Func<int, double> value) =>
        LinearExpression.Sum(_tile[boundary].Select(t => value(_space.Tiles[t.Key].Index) * t.Value));

    /// <summary>1 where the slot's loop changes the operand's tile.</summary>
    private LinearExpression Relevant(int operand, int slot) =>
        LinearExpression.Sum(_space.Kinds.Select((k, i) => (Kind: k, Index: i)).Where(k => Operands.IsRelevant((Operand)operand, k.Kind.Dim)).Select(k => _loop[k.Index][slot]));

    /// <summary>1 where the slot's level is at or outside of a level.</summary>
    private LinearExpression AtOrOutside(int operand, int slot, int level) =>
        LinearExpression.Sum(_level[operand][slot].Where(u => u.Key <= level).Select(u => u.Value));

    /// <summary>(F1.1) One loop per slot, each loop once. (F1.2) The inner tile at each slot boundary has the loops inside of it.</summary>
    private void Order()
    {
        foreach (var slot in Slots())
        {
            Add(LinearExpression.Sum(_loop.Select(z => z[slot])).EqualTo(1), $"slot{slot}");
        }

        for (var kind = 0; kind < _loop.Length; kind++)
        {
            Add(LinearExpression.Sum(_loop[kind]).EqualTo(_space.Kinds[kind].Count), $"kind{kind}");
        }

        for (var boundary = 0; boundary <= _space.Slots; boundary++)
        {
            Add(LinearExpression.Sum(_tile[boundary].Values).EqualTo(1), $"tile{boundary}");
            for (var kind = 0; kind < _loop.Length; kind++)
            {
                var counts = LinearExpression.Sum(_tile[boundary].Select(t => (double)_space.Tiles[t.Key].Counts[kind] * t.Value));
                Add(counts.EqualTo(LinearExpression.Sum(_loop[kind].Skip(boundary))), $"count{boundary}_{kind}");
            }
        }
    }

    /// <summary>(F1.3) One level per slot and operand, not decreasing inwards; outputs start in DRAM under the strict profile.</summary>
    private void Levels()
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            foreach (var slot in Slots())
            {
                Add(LinearExpression.Sum(_level[operand][slot].Values).EqualTo(1), "level");
                foreach (var level in slot == 0 ? [] : _chip.LevelsOf[operand])
                {
                    Add(AtOrOutside(operand, slot - 1, level) >= AtOrOutside(operand, slot, level), "inwards");
                }
            }
        }

        if (_profile == LegalityProfile.Strict)
        {
            Add(((LinearExpression)_level[Output][0][0]).EqualTo(1), "strict");
        }
    }

    /// <summary>(F1.4) A level is used if a slot is there; each used level feeds the next used one or the MAC.</summary>
    private void Chains()
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var levels = _chip.LevelsOf[operand];
            foreach (var level in levels)
            {
                var here = _level[operand].Select(u => u[level]).ToArray();
                Add((LinearExpression)_used[operand][level] <= LinearExpression.Sum(here), "used");
                foreach (var u in here)
                {
                    Add((LinearExpression)_used[operand][level] >= u, "used");
                }

                Add(LinearExpression.Sum(_next[operand].Where(n => n.Key.Level == level).Select(n => n.Value)).EqualTo(_used[operand][level]), "next");
                foreach (var ((_, next), variable) in _next[operand].Where(n => n.Key.Level == level))
                {
                    if (next >= 0)
                    {
                        Add((LinearExpression)variable <= _used[operand][next], "next_used");
                    }

                    foreach (var between in levels.Where(l => l > level && (next < 0 || l < next)))
                    {
                        Add(variable + _used[operand][between] <= 1, "next_first");
                    }
                }
            }
        }
    }

    /// <summary>(F1.5) Outputs at a level are partial sums if a reduction loop is there or further out.</summary>
    private void PartialSums()
    {
        foreach (var level in _chip.LevelsOf[Output])
        {
            _partial[level] = Continuous($"p{level}", 1);
            foreach (var slot in Slots())
            {
                var reduces = LinearExpression.Sum(_space.Kinds.Select((k, i) => (Kind: k, Index: i)).Where(k => Operands.IsReduction(k.Kind.Dim)).Select(k => _loop[k.Index][slot]));
                Add(_partial[level] >= AtOrOutside(Output, slot, level) + reduces - 1, "partial");
            }
        }
    }

    /// <summary>
    /// (F1.6) A block fires at its innermost loop that changes the tile; the last block, if it has none, at its outermost. (F1.7) Other blocks must have one,
    /// which leaves out mappings with anchors.
    /// </summary>
    private void Firing()
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            // Truths that the program gains from: same level as the slot outside; a change of tile here or inside within the block; strictly inside.
            var same = Slots().Select(s => Continuous($"same{operand}_{s}", s == 0 ? 0 : 1)).ToArray();
            var has = Slots().Select(s => Continuous($"has{operand}_{s}", 1)).ToArray();
            var rest = Slots().Select(s => Continuous($"rest{operand}_{s}", s == _space.Slots - 1 ? 0 : 1)).ToArray();
            var last = Slots().Select(s => Continuous($"last{operand}_{s}", 1)).ToArray();
            foreach (var slot in Slots())
            {
                foreach (var level in _chip.LevelsOf[operand])
                {
                    Add(last[slot] + _level[operand][slot][level] <= 1 + (LinearExpression)_next[operand][(level, -1)], "last");
                    if (slot > 0)
                    {
                        Add(same[slot] + _level[operand][slot][level] - _level[operand][slot - 1][level] <= 1, "same");
                        Add(same[slot] - (LinearExpression)_level[operand][slot][level] + _level[operand][slot - 1][level] <= 1, "same");
                    }
                }

                if (slot < _space.Slots - 1)
                {
                    Add((LinearExpression)rest[slot] <= same[slot + 1], "rest");
                    Add((LinearExpression)rest[slot] <= has[slot + 1], "rest");
                }

                Add((LinearExpression)has[slot] <= Relevant(operand, slot) + rest[slot], "has");
                Add(_fires[operand][slot] >= Relevant(operand, slot) - rest[slot], "fires");
                Add(_fires[operand][slot] >= 1 - (LinearExpression)same[slot] - has[slot], "fires_last");
                Add(has[slot] + (LinearExpression)same[slot] + last[slot] >= 1, "no_anchor");
            }
        }
    }
}
