using System.Collections.Immutable;
using Cimarron.Mappers.Exact;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Baselines;

/// <summary>
/// Draws mappings: a scheme, an order of randomly merged prime factors, for each level from the inside outwards a number of loops that fits, and second copies where
/// they fit. Every draw is legal by construction, unless the layer is too large for DRAM; every legal mapping of a scheme can come up but for some spellings.
/// </summary>
internal sealed class RandomAllocation(NestRoom room, LegalityProfile profile, Random random)
{
    private readonly int[] _taken = new int[Operands.Count];
    private readonly ImmutableArray<BufferFlag>.Builder _flags = ImmutableArray.CreateBuilder<BufferFlag>();

    /// <summary>One mapping; null when the layer does not fit in DRAM.</summary>
    public Mapping? Draw(IReadOnlyList<Scheme> schemes)
    {
        var scheme = schemes[random.Next(schemes.Count)];
        room.Load(scheme, Loops(scheme));
        Array.Clear(_taken);
        _flags.Clear();
        for (var level = room.Chip.LevelCount - 1; level > 0; level--)
        {
            Fill(level);
        }

        return room.FitsDram() ? room.Mapping(_flags.ToImmutable()) : null;
    }

    /// <summary>Prime factors in random order; of a dimension's factors some are merged.</summary>
    private LoopFactor[] Loops(Scheme scheme)
    {
        var loops = PrimeFactors.Of(scheme.Bounds.AsSpan());
        for (var i = loops.Count - 1; i > 0; i--)
        {
            if (loops[i].Dim == loops[i - 1].Dim && random.Next(2) == 0)
            {
                loops[i - 1] = loops[i - 1] with { Size = loops[i - 1].Size * loops[i].Size };
                loops.RemoveAt(i);
            }
        }

        var order = loops.ToArray();
        random.Shuffle(order);
        return order;
    }

    /// <summary>Gives a level to its operands in random order, each a random number of the loops that still fit.</summary>
    private void Fill(int level)
    {
        var holds = room.Chip.Chip.Levels[level].Holds.ToArray();
        random.Shuffle(holds);
        var left = room.Chip.CapacityBits[level];
        foreach (var operand in holds.Select(h => (int)h))
        {
            var taken = _taken[operand];
            var largest = room.Largest(operand, level, taken, room.Most(operand, profile), left);
            var count = random.Next(taken, largest + 1);
            if (count == taken)
            {
                continue;
            }

            var bits = room.ResidentBits(operand, level, taken, count);
            left -= bits;
            if (room.Chip.MayDoubleBuffer[level] && bits <= left && random.Next(2) == 0)
            {
                left -= bits;
                _flags.Add(new BufferFlag(level, (Operand)operand));
            }

            room.Assign(operand, level, taken, count);
            _taken[operand] = count;
        }
    }
}
