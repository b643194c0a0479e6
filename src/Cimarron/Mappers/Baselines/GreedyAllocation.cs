using System.Collections.Immutable;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>
/// Bottom-up allocation as in LOMA (arXiv 2007.11360, section III): each level, from the innermost outwards, takes as many of the loops as fit. Where operands
/// share a level, of all shares that fit the one with the least traffic into the level is taken.
/// </summary>
/// <param name="room">The nest.</param>
/// <param name="profile">Which mappings are legal.</param>
internal sealed class GreedyAllocation(NestRoom room, LegalityProfile profile)
{
    private readonly int[] _taken = new int[Operands.Count];
    private readonly ImmutableArray<BufferFlag>.Builder _flags = ImmutableArray.CreateBuilder<BufferFlag>();

    /// <summary>Gives every loop of the loaded nest its levels; null when the layer does not fit in DRAM.</summary>
    /// <param name="reservesDouble">Whether every level keeps room for two copies wherever it may be double buffered. If not, what room is left
    /// afterwards is used for second copies.</param>
    public Mapping? Allocate(bool reservesDouble)
    {
        room.Clear();
        Array.Clear(_taken);
        _flags.Clear();
        var chip = room.Chip;
        Span<int> ends = stackalloc int[Operands.Count];
        for (var level = chip.LevelCount - 1; level > 0; level--)
        {
            var bits = chip.CapacityBits[level] / (reservesDouble && chip.MayDoubleBuffer[level] ? 2 : 1);
            _taken.CopyTo(ends);
            if (chip.HolderCount[level] > 1)
            {
                Share(level, bits, ends);
            }
            else
            {
                var operand = (int)chip.Chip.Levels[level].Holds[0];
                ends[operand] = room.Largest(operand, level, _taken[operand], room.Most(operand, profile), bits);
            }

            Take(level, ends);
        }

        return room.FitsDram() ? room.Mapping(_flags.ToImmutable()) : null;
    }

    /// <summary>Of all shares of a level the one that leaves the least traffic, then the one that takes the least room.</summary>
    private void Share(int level, long bits, Span<int> ends)
    {
        var holds = room.Chip.Chip.Levels[level].Holds;
        Span<int> trial = stackalloc int[Operands.Count];
        _taken.CopyTo(trial);
        var best = (Traffic: double.PositiveInfinity, Bits: long.MaxValue);
        Try(0, 0, 0, trial, ends, ref best);

        void Try(int index, long used, double traffic, Span<int> counts, Span<int> chosen, ref (double Traffic, long Bits) least)
        {
            if (traffic > least.Traffic)
            {
                return;
            }

            if (index == holds.Length)
            {
                if (traffic < least.Traffic || used < least.Bits)
                {
                    least = (traffic, used);
                    counts.CopyTo(chosen);
                }

                return;
            }

            var operand = (int)holds[index];
            var taken = _taken[operand];
            var largest = room.Largest(operand, level, taken, room.Most(operand, profile), bits - used);
            for (var count = largest; count >= taken; count--)
            {
                counts[operand] = count;
                var takes = count > taken ? room.ResidentBits(operand, level, taken, count) : 0;
                Try(index + 1, used + takes, traffic + room.Traffic(operand, level, count), counts, chosen, ref least);
            }

            counts[operand] = taken;
        }
    }

    /// <summary>Settles a level and double-buffers what still fits, inputs first.</summary>
    private void Take(int level, ReadOnlySpan<int> ends)
    {
        var left = room.Chip.CapacityBits[level];
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            left -= ends[operand] > _taken[operand] ? room.ResidentBits(operand, level, _taken[operand], ends[operand]) : 0;
        }

        for (var operand = 0; operand < Operands.Count; operand++)
        {
            if (ends[operand] <= _taken[operand])
            {
                continue;
            }

            var bits = room.ResidentBits(operand, level, _taken[operand], ends[operand]);
            if (room.Chip.MayDoubleBuffer[level] && bits <= left)
            {
                left -= bits;
                _flags.Add(new BufferFlag(level, (Operand)operand));
            }

            room.Assign(operand, level, _taken[operand], ends[operand]);
            _taken[operand] = ends[operand];
        }
    }
}
