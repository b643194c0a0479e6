namespace Cimarron.Hardware;

/// <summary>The digital SRAM compute-in-memory macro of a core.</summary>
/// <param name="Rows">Rows, the reduction, ≥ 1.</param>
/// <param name="Columns">Columns of weights, the outputs, ≥ 1.</param>
/// <param name="Depth">Weights stored per cell, ≥ 1.</param>
/// <param name="InputBitsPerCycle">Input bits fed per cycle, ≥ 1; an input takes ceil(input bits / this) cycles.</param>
/// <param name="PingPong">Whether the macro can be written while it computes.</param>
/// <param name="MultiplyPicojoules">Energy of a 1-bit multiply, pJ.</param>
/// <param name="AddPicojoules">Energy of a 1-bit full add, pJ.</param>
/// <param name="RegisterPicojoules">Energy of a register bit, pJ.</param>
public sealed record Macro(
    int Rows,
    int Columns,
    int Depth,
    int InputBitsPerCycle,
    bool PingPong,
    double MultiplyPicojoules,
    double AddPicojoules,
    double RegisterPicojoules);
