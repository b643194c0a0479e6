namespace Cimarron.Sparsity.Chips;

/// <summary>Gates at 28 nm and 0.9 V, the figures from which unit energies are derived; docs/sparse-energy.md.</summary>
public static class GateTable
{
    /// <summary>Supply, V.</summary>
    public const double Volts = 0.9;

    /// <summary>Capacitance that a NAND2 switches, fF.</summary>
    public const double Nand2Femtofarads = 0.7;

    /// <summary>Area of a NAND2, µm².</summary>
    public const double Nand2SquareMicrometres = 0.614;

    /// <summary>Delay of a NAND2, ps.</summary>
    public const double Nand2Picoseconds = 47.8;

    /// <summary>Capacitance of an XOR2 in NAND2.</summary>
    public const double Xor2Capacitance = 1.5;

    /// <summary>Area of an XOR2 in NAND2.</summary>
    public const double Xor2Area = 2.4;

    /// <summary>Delay of an XOR2 in NAND2.</summary>
    public const double Xor2Delay = 2.4;

    /// <summary>Capacitance of a D flip-flop in NAND2.</summary>
    public const double FlipFlopCapacitance = 3;

    /// <summary>Area of a D flip-flop in NAND2.</summary>
    public const double FlipFlopArea = 6;

    /// <summary>Share of the gates of a unit whose output toggles in one event; decided: a quarter.</summary>
    public const double Activity = 0.25;

    /// <summary>½·C·V² of as many NAND2, pJ.</summary>
    /// <param name="nand2">Capacitance in NAND2, ≥ 0.</param>
    public static double TogglePicojoules(double nand2) => 0.5 * nand2 * Nand2Femtofarads * Volts * Volts * 1e-3;
}
