using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>The checks of a mapping against the memory levels it uses: buffering and capacity (timing rule 6).</summary>
internal static class MemoryChecks
{
    /// <summary>Adds all findings.</summary>
    /// <param name="nest">The analysed mapping.</param>
    /// <param name="found">Where to add them.</param>
    /// <param name="occupiedBits">Bits an operand takes at a level; another rule than the usual one can be put in its place.</param>
    public static void All(
        NestStructure nest, ImmutableArray<MappingViolation>.Builder found, Func<NestStructure, int, Operand, long>? occupiedBits = null)
    {
        DoubleBuffering(nest, found);
        for (var level = 0; level < nest.Chip.Levels.Length; level++)
        {
            Capacity(nest, level, occupiedBits ?? OccupiedBits, found);
        }
    }

    private static long OccupiedBits(NestStructure nest, int level, Operand operand) => nest.OccupiedBits(level, operand);

    private static void DoubleBuffering(NestStructure nest, ImmutableArray<MappingViolation>.Builder found)
    {
        var flags = nest.Mapping.DoubleBuffered;
        for (var i = 0; i < flags.Length; i++)
        {
            var (level, operand) = flags[i];
            if (level < 0 || level >= nest.Chip.Levels.Length)
            {
                found.Add(new(MappingViolationKind.UnknownPlace, $"doubleBuffered[{i}].level", $"chip '{nest.Chip.Name}' has no level {level}"));
            }
            else if (nest.Block(level, operand) is not null && !BufferRules.MayDoubleBuffer(nest.Chip, level))
            {
                var why = nest.Chip.Levels[level].Kind == MemoryKind.Macro ? "the macro is not ping-pong capable" : "the level has no second buffer";
                found.Add(new(
                    MappingViolationKind.DoubleBuffering,
                    $"doubleBuffered[{i}]",
                    $"{operand.Letter()} cannot be double buffered in '{nest.Chip.Levels[level].Name}': {why}",
                    "leave the flag out") { Level = level });
            }
        }
    }

    private static void Capacity(
        NestStructure nest, int level, Func<NestStructure, int, Operand, long> occupiedBits, ImmutableArray<MappingViolation>.Builder found)
    {
        var size = nest.Chip.Levels[level].CapacityBits;
        var used = 0L;
        foreach (var operand in Operands.All)
        {
            used = Saturating.Add(used, occupiedBits(nest, level, operand));
        }

        if (used <= size)
        {
            return;
        }

        var shares = Operands.All
            .Where(operand => nest.Block(level, operand) is not null)
            .Select(operand => $"{operand.Letter()} {occupiedBits(nest, level, operand)}{(nest.Block(level, operand)!.DoubleBuffered ? " (doubled)" : "")}");
        found.Add(new(
            MappingViolationKind.Capacity,
            OutermostLoopAt(nest, level),
            $"level '{nest.Chip.Levels[level].Name}' has to keep {used} bit ({string.Join(", ", shares)}), it has {size}",
            "move loops outwards, use smaller factors or give up double buffering") { Level = level, Used = used, Available = size });
    }

    /// <summary>The outermost given loop that any operand keeps at the level: shrinking what lies inside of it is the way out.</summary>
    private static string OutermostLoopAt(NestStructure nest, int level)
    {
        for (var i = 0; i < nest.Mapping.Temporal.Length; i++)
        {
            foreach (var operand in Operands.All)
            {
                if (nest.Mapping.Temporal[i].Level(operand) == level)
                {
                    return $"temporal[{i}].levels.{operand.Letter()}";
                }
            }
        }

        return "temporal";
    }
}
