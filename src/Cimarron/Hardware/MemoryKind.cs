namespace Cimarron.Hardware;

/// <summary>What a memory level is made of.</summary>
public enum MemoryKind
{
    /// <summary>Off-chip memory; always the outermost level. Double buffering has no effect here.</summary>
    Dram,

    /// <summary>On-chip SRAM buffer.</summary>
    Sram,

    /// <summary>Register next to the array; never double buffered.</summary>
    Register,

    /// <summary>The weight cells of the compute-in-memory macro; double buffered only when ping-pong capable.</summary>
    Macro,
}
