using Cimarron.Costs;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>Prices the moves of every state for the tile at hand, once per tile and state.</summary>
internal sealed class MovePricer
{
    private const int Output = (int)Operand.Output;

    private readonly ChipSearchTables _chip;
    private readonly ChipTables _costs;
    private readonly SchemeTables _tables;
    private readonly JointEnergyBound? _energyBound;
    private readonly TileMove[][][] _moves;
    private readonly int[][] _stamps;
    private int _tile = -1;

    public MovePricer(ChipSearchTables chip, SchemeTables tables, JointEnergyBound? energyBound)
    {
        _chip = chip;
        _costs = chip.Costs;
        _tables = tables;
        _energyBound = energyBound;
        _moves = [.. chip.States.Select(s => new TileMove[s.States.Length * 2][])];
        _stamps = [.. chip.States.Select(s => Enumerable.Repeat(-1, s.States.Length * 2).ToArray())];
    }

    public void SetTile(int tile) => _tile = tile;

    /// <summary>The moves of a loop that does or does not change the operand's tile.</summary>
    public TileMove[] Moves(int operand, int state, bool relevant)
    {
        var slot = (state * 2) + (relevant ? 1 : 0);
        if (_stamps[operand][slot] != _tile)
        {
            var moves = relevant ? _chip.States[operand].Relevant[state] : _chip.States[operand].Irrelevant[state];
            var priced = new List<TileMove>(moves.Length);
            foreach (var move in moves)
            {
                if (TryPrice(operand, state, move, _tile, out var tileMove))
                {
                    priced.Add(tileMove);
                }
            }

            _moves[operand][slot] = [.. priced];
            _stamps[operand][slot] = _tile;
        }

        return _moves[operand][slot];
    }

    /// <summary>Prices a move at the tile; false when it is illegal there or never better than another one.</summary>
    public bool TryPrice(int operand, int stateId, in Move move, int tile, out TileMove priced)
    {
        priced = default;
        var states = _chip.States[operand].States;
        var state = states[stateId];
        if (move.Outward && (tile == 0 || !TryClose(operand, state, move.Double, tile, out priced.Shared)))
        {
            return false;
        }

        priced.State = move.Outward && _tables.ReductionLeft[tile] ? move.PartialState : move.State;
        priced.Fires = move.Fires;
        priced.Outward = move.Outward;
        priced.Double = move.Double;
        priced.NewTimer = move.NewTimer;
        priced.Delayed = -1;
        priced.Class = _energyBound?.Index(operand, _chip.Classes[operand].OfState[priced.State]) ?? 0;
        if (move.Fires)
        {
            var partial = states[priced.State].Partial;
            priced.Cycles = _tables.Cycles(operand, move.From, move.To, tile, partial);
            priced.Energy = _tables.Nanojoules(operand, move.From, move.To, tile, partial, state.Partial);
            priced.Occupied = priced.Cycles * _tables.Repeats[tile] * (operand == Output ? 2 : 1);
            if (move.To < 0 || !move.Double || (operand == Output && move.Outward))
            {
                priced.Delayed = move.Outward ? state.Source : state.Target;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether the operand's level can be closed with the tile resident. Double buffering never costs cycles or energy, so where an operand
    /// has a level to itself the single-buffered choice is dropped when there is room for both copies.
    /// </summary>
    private bool TryClose(int operand, OperandState state, bool isDouble, int tile, out long shared)
    {
        var bits = _tables.ResidentBits(operand, state.Level, tile, state.Partial);
        var used = isDouble ? bits * 2 : bits;
        var alone = _costs.HolderCount[state.Level] == 1;
        shared = alone || state.Level == 0 ? 0 : used;
        if (used > _chip.Room.Bits(operand, state.Level))
        {
            return false;
        }

        return isDouble || !alone || !_costs.MayDoubleBuffer[state.Level] || bits * 2 > _chip.Room.Bits(operand, state.Level);
    }
}
