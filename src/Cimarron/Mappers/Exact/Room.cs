using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>The levels an operand may use and the bits it may take in them: what the chip offers, less what the user's conditions take away.</summary>
internal sealed class Room
{
    private readonly long[][] _ofOperand;
    private readonly long[] _ofLevel;
    private readonly int[] _stationary;

    public Room(ChipTables chip, MappingConstraints constraints)
    {
        Constraints = constraints;
        _ofLevel = [.. chip.CapacityBits];
        _ofOperand = [.. Operands.All.Select(_ => chip.CapacityBits.ToArray())];
        foreach (var (level, operand, bits) in constraints.Limits)
        {
            ref var room = ref operand is { } one ? ref _ofOperand[(int)one][level] : ref _ofLevel[level];
            room = Math.Min(room, bits);
        }

        foreach (var operand in _ofOperand)
        {
            for (var level = 0; level < operand.Length; level++)
            {
                operand[level] = Math.Min(operand[level], _ofLevel[level]);
            }
        }

        LevelsOf = [.. Operands.All.Select(x => chip.LevelsOf[(int)x].Where(l => !constraints.Forbidden.Contains(new OperandAtLevel(x, l))).ToArray())];
        _stationary = [.. Operands.All.Select(x => constraints.Stationary.Where(s => s.Operand == x).Select(s => s.Level).DefaultIfEmpty(0).Max())];
    }

    public MappingConstraints Constraints { get; }

    /// <summary>Per operand the levels it may use, outermost first.</summary>
    public int[][] LevelsOf { get; }

    /// <summary>Bits an operand may take in a level.</summary>
    public long Bits(int operand, int level) => _ofOperand[operand][level];

    /// <summary>Bits all operands together may take in a level.</summary>
    public long Bits(int level) => _ofLevel[level];

    /// <summary>Whether, once a loop has changed the operand's tile in a level, no loop that leaves it alone may follow outside.</summary>
    public bool MustNotRepeat(int operand, int level) => level < _stationary[operand];
}
