using Cimarron.Workloads;

namespace Cimarron.Hardware.Reading;

/// <summary>A chip file's content before anything is derived from it.</summary>
internal sealed record ChipSheet(
    string Name,
    string Description,
    int Cores,
    Precision Precision,
    double? Leakage,
    SramNode Sram,
    Macro Macro,
    IReadOnlyList<LevelSheet> Levels,
    IReadOnlyList<AxisSheet> Axes);

/// <summary>The technology whose SRAM figures a chip uses.</summary>
/// <param name="TechnologyNanometres">Feature size.</param>
/// <param name="Cell">CACTI's transistor class.</param>
/// <param name="ClockMegahertz">Clock that turns leakage power into energy per cycle; null when not stated.</param>
internal sealed record SramNode(int TechnologyNanometres, string Cell, double? ClockMegahertz);

/// <summary>A memory level as written; a null energy asks for the SRAM table's figure.</summary>
internal sealed record LevelSheet(
    string Name,
    MemoryKind Kind,
    IReadOnlyList<Operand> Holds,
    long? SizeBits,
    int Port,
    double? Read,
    double? Write,
    bool? DoubleBuffer,
    int Line,
    string Path);

/// <summary>An axis as written; feeds are level names.</summary>
internal sealed record AxisSheet(string Name, AxisKind Kind, IReadOnlyList<Dim> Dims, IReadOnlyDictionary<Operand, string> Feeds, int Line, string Path);
