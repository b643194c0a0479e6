namespace Cimarron.Hardware;

/// <summary>Bit widths of the operands; 1 ≤ Output ≤ PartialSum.</summary>
/// <param name="Input">Bits of an input element.</param>
/// <param name="Weight">Bits of a weight.</param>
/// <param name="PartialSum">Bits of an unfinished output.</param>
/// <param name="Output">Bits of a finished output.</param>
public sealed record Precision(int Input, int Weight, int PartialSum, int Output);
