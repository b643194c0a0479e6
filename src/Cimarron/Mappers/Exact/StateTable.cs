using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>All states of one operand on a chip and the moves between them; independent of layer and scheme.</summary>
internal sealed class StateTable
{
    private const int NoNext = -2;

    private readonly ChipTables _chip;
    private readonly Room _room;
    private readonly int _operand;
    private readonly int _spareCap;
    private readonly Dictionary<OperandState, int> _ids = [];
    private readonly List<OperandState> _states = [];

    public StateTable(ChipTables chip, int operand, Room room)
    {
        _chip = chip;
        _operand = operand;
        _room = room;
        _spareCap = Math.Max(1, chip.LevelsOf[operand].Length - 1);
        Initial = [.. InitialStates().Select(Id)];
        var relevant = new List<Move[]>();
        var irrelevant = new List<Move[]>();
        var anchors = new List<Move[]>();
        for (var id = 0; id < _states.Count; id++)
        {
            relevant.Add([.. LoopMoves(id, isRelevant: true)]);
            irrelevant.Add([.. LoopMoves(id, isRelevant: false)]);
            anchors.Add([.. AnchorMoves(id)]);
        }

        Relevant = [.. relevant];
        Irrelevant = [.. irrelevant];
        Anchors = [.. anchors];
        States = [.. _states];
    }

    public OperandState[] States { get; }

    /// <summary>States before the first loop.</summary>
    public int[] Initial { get; }

    /// <summary>Per state the moves of a loop that changes the operand's tile.</summary>
    public Move[][] Relevant { get; }

    /// <summary>Per state the moves of a loop that does not.</summary>
    public Move[][] Irrelevant { get; }

    /// <summary>Per state the moves of the operand's own anchors.</summary>
    public Move[][] Anchors { get; }

    /// <summary>Whether one more loop in the state's pending block would allow one more level to be passed through.</summary>
    public bool GainsLoops(int state) => States[state].Phase == Phase.Pending && States[state].Spare < _spareCap;

    private int Id(OperandState state)
    {
        if (!_ids.TryGetValue(state, out var id))
        {
            id = _states.Count;
            _ids.Add(state, id);
            _states.Add(state);
        }

        return id;
    }

    private IEnumerable<OperandState> InitialStates()
    {
        foreach (var level in _room.LevelsOf[_operand])
        {
            var rests = _operand == (int)Operand.Weight && level == _chip.Tips[_operand];
            foreach (var isDouble in _chip.MayDoubleBuffer[level] ? new[] { true, false } : [false])
            {
                // An output's MAC timer always joins that of its last level; others do unless the level is double buffered.
                var separate = isDouble && _operand != (int)Operand.Output;
                foreach (var partial in _operand == (int)Operand.Output ? new[] { false, true } : [false])
                {
                    yield return new OperandState
                    {
                        Level = level,
                        Next = -1,
                        Phase = rests ? Phase.LastOpen : Phase.LastPending,
                        Double = isDouble,
                        Partial = partial,
                        Timers = separate ? 2 : 1,
                        Source = separate ? 1 : 0,
                        Target = 0,
                    };
                }
            }
        }
    }

    private IEnumerable<Move> LoopMoves(int id, bool isRelevant)
    {
        var state = _states[id];
        if (!isRelevant && state.Phase is Phase.LastOpen or Phase.Open && _room.MustNotRepeat(_operand, state.Level))
        {
            yield break;
        }

        switch (state.Phase)
        {
            case Phase.LastPending when isRelevant:
                yield return Stay(state with { Phase = Phase.LastOpen }, state, fires: true);
                yield break;
            case Phase.LastPending:
                yield return Stay(state, state, fires: false);
                yield return Stay(state with { Phase = Phase.LastShut }, state, fires: true);
                yield break;
            case Phase.Pending when isRelevant:
                yield return Stay(state with { Phase = Phase.Open, Next = NoNext, Spare = 0 }, state, fires: true);
                yield break;
            case Phase.Pending:
                yield return Stay(state with { Spare = Math.Min(state.Spare + 1, _spareCap) }, state, fires: false);
                yield break;
            case Phase.LastOpen or Phase.Open:
                yield return Stay(state, state, fires: false);
                break;
        }

        if (isRelevant || state.Phase != Phase.Shut)
        {
            foreach (var move in OutwardMoves(state, isRelevant ? Phase.Open : Phase.Pending, isRelevant ? 0 : 1))
            {
                yield return move;
            }
        }
    }

    private IEnumerable<Move> AnchorMoves(int id)
    {
        var state = _states[id];
        if (state.Phase == Phase.Pending)
        {
            yield return Stay(state with { Phase = Phase.Shut, Next = NoNext, Spare = state.Spare - 1 }, state, fires: true);
        }
        else if (state.Phase == Phase.Shut && state.Spare > 0)
        {
            // A level that holds nothing but its anchor: one of the pending loops was given to it before rule 3 moved them.
            foreach (var move in OutwardMoves(state, Phase.Shut, state.Spare - 1))
            {
                yield return move with { State = move.PartialState };
            }
        }
    }

    private Move Stay(OperandState after, OperandState before, bool fires)
    {
        var id = Id(after);
        return new Move(id, id, fires, before.Level, before.Next, Outward: false, !before.IsLast && before.Double, NewTimer: false);
    }

    private IEnumerable<Move> OutwardMoves(OperandState state, Phase phase, int spare)
    {
        var mayDouble = !state.IsLast && _chip.MayDoubleBuffer[state.Level];
        foreach (var level in _room.LevelsOf[_operand])
        {
            if (level >= state.Level)
            {
                break;
            }

            foreach (var isDouble in state.IsLast ? [state.Double] : mayDouble ? new[] { true, false } : [false])
            {
                yield return Outward(state, level, isDouble, phase, spare);
            }
        }
    }

    private Move Outward(OperandState state, int level, bool isDouble, Phase phase, int spare)
    {
        // Both ends of a single-buffered output link share a timer.
        var newTimer = _operand != (int)Operand.Output || isDouble;
        var after = new OperandState
        {
            Level = level,
            Next = phase == Phase.Pending ? state.Level : NoNext,
            Phase = phase,
            Spare = spare,
            Double = isDouble,
            Timers = newTimer ? state.Timers + 1 : state.Timers,
            Source = newTimer ? state.Timers : state.Source,
            Target = state.Source,
        };
        var id = Id(after);
        var partial = _operand == (int)Operand.Output ? Id(after with { Partial = true }) : id;
        return new Move(id, partial, phase != Phase.Pending, level, state.Level, Outward: true, isDouble, newTimer);
    }
}
