using Cimarron.Hardware;

namespace Cimarron.Mappings;

/// <summary>Where double buffering may be chosen.</summary>
public static class BufferRules
{
    /// <summary>
    /// Whether a mapping may double-buffer an operand at a level: never in registers, in the macro only when it is ping-pong
    /// capable. A flag at DRAM is allowed and has no effect.
    /// </summary>
    public static bool MayDoubleBuffer(Chip chip, int level) => chip.Levels[level].Kind switch
    {
        MemoryKind.Dram => true,
        MemoryKind.Register => false,
        MemoryKind.Macro => chip.Macro.PingPong && chip.Levels[level].MayDoubleBuffer,
        _ => chip.Levels[level].MayDoubleBuffer,
    };
}
