namespace Cimarron.Sparsity.Chips;

/// <summary>Gates of a unit. Inverters and wires are not counted.</summary>
/// <param name="Nand2">NAND2 and gates like it, ≥ 0.</param>
/// <param name="Xor2">XOR2, ≥ 0.</param>
/// <param name="FlipFlops">D flip-flops, ≥ 0.</param>
public readonly record struct GateCount(long Nand2, long Xor2 = 0, long FlipFlops = 0)
{
    /// <summary>A full adder: two XOR2 for the sum, three NAND2 for the carry.</summary>
    public static GateCount FullAdder { get; } = new(3, 2);

    /// <summary>Both.</summary>
    public static GateCount operator +(GateCount left, GateCount right) => new(left.Nand2 + right.Nand2, left.Xor2 + right.Xor2, left.FlipFlops + right.FlipFlops);

    /// <summary>So many of them.</summary>
    public static GateCount operator *(long count, GateCount gates) => new(count * gates.Nand2, count * gates.Xor2, count * gates.FlipFlops);

    /// <summary>Energy of one event, pJ: a share <see cref="GateTable.Activity"/> of the gates toggles.</summary>
    public double Picojoules => GateTable.Activity * GateTable.TogglePicojoules(Nand2 + GateTable.Xor2Capacitance * Xor2 + GateTable.FlipFlopCapacitance * FlipFlops);

    /// <summary>Area, µm².</summary>
    public double SquareMicrometres => GateTable.Nand2SquareMicrometres * (Nand2 + GateTable.Xor2Area * Xor2 + GateTable.FlipFlopArea * FlipFlops);
}
