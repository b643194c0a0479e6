using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.Hardware;

/// <summary>A compute-in-memory accelerator: memory levels, spatial axes, macro, precisions.</summary>
public sealed record Chip
{
    /// <summary>Name, e.g. <c>default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence on what the chip is and where its figures come from.</summary>
    public string Description { get; init; } = "";

    /// <summary>Memory levels, DRAM first; the order decides which level is outside of which.</summary>
    public required ImmutableArray<MemoryLevel> Levels { get; init; }

    /// <summary>Spatial axes.</summary>
    public required ImmutableArray<SpatialAxis> Axes { get; init; }

    /// <summary>The macro of each core.</summary>
    public required Macro Macro { get; init; }

    /// <summary>Operand bit widths.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Static energy per cycle of the whole chip, nJ.</summary>
    public required double LeakageNanojoulesPerCycle { get; init; }

    /// <summary>How figures that are not from the chip file itself were derived, one sentence each (e.g. SRAM interpolation).</summary>
    public ImmutableArray<string> Derivations { get; init; } = [];

    /// <summary>Hash of everything that decides a cost, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Cycles of one macro activation: ceil(input bits / input bits per cycle).</summary>
    public int MacCycles => (Precision.Input + Macro.InputBitsPerCycle - 1) / Macro.InputBitsPerCycle;

    /// <summary>Index of the innermost level that holds <paramref name="operand"/> (its register or the macro).</summary>
    public int Tip(Operand operand)
    {
        for (var level = Levels.Length - 1; level >= 0; level--)
        {
            if (Levels[level].Holding(operand))
            {
                return level;
            }
        }

        throw new InvalidOperationException($"no level of chip '{Name}' holds {operand}");
    }

    /// <summary>Index of the level with the given name, or −1.</summary>
    public int IndexOfLevel(string name)
    {
        for (var level = 0; level < Levels.Length; level++)
        {
            if (string.Equals(Levels[level].Name, name, StringComparison.Ordinal))
            {
                return level;
            }
        }

        return -1;
    }

    /// <summary>Index of the axis with the given name, or −1.</summary>
    public int IndexOfAxis(string name)
    {
        for (var axis = 0; axis < Axes.Length; axis++)
        {
            if (string.Equals(Axes[axis].Name, name, StringComparison.Ordinal))
            {
                return axis;
            }
        }

        return -1;
    }
}
