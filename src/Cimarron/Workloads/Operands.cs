namespace Cimarron.Workloads;

/// <summary>Which dimensions index which operand.</summary>
public static class Operands
{
    /// <summary>Number of loop dimensions.</summary>
    public const int DimCount = 7;

    /// <summary>Number of operands.</summary>
    public const int Count = 3;

    private const int InputDims = 1 << (int)Dim.R | 1 << (int)Dim.S | 1 << (int)Dim.P | 1 << (int)Dim.Q | 1 << (int)Dim.C | 1 << (int)Dim.G;
    private const int WeightDims = 1 << (int)Dim.R | 1 << (int)Dim.S | 1 << (int)Dim.C | 1 << (int)Dim.K | 1 << (int)Dim.G;
    private const int OutputDims = 1 << (int)Dim.P | 1 << (int)Dim.Q | 1 << (int)Dim.K | 1 << (int)Dim.G;

    /// <summary>The operands in their fixed order: input, weight, output.</summary>
    public static IReadOnlyList<Operand> All { get; } = [Operand.Input, Operand.Weight, Operand.Output];

    /// <summary>The dimensions in their fixed order: R, S, P, Q, C, K, G.</summary>
    public static IReadOnlyList<Dim> Dims { get; } = [Dim.R, Dim.S, Dim.P, Dim.Q, Dim.C, Dim.K, Dim.G];

    /// <summary>Whether <paramref name="dim"/> indexes <paramref name="operand"/> (a loop over it changes the operand's tile).</summary>
    public static bool IsRelevant(Operand operand, Dim dim) => ((operand switch
    {
        Operand.Input => InputDims,
        Operand.Weight => WeightDims,
        _ => OutputDims,
    }) >> (int)dim & 1) != 0;

    /// <summary>Whether <paramref name="dim"/> is summed over: R, S or C.</summary>
    public static bool IsReduction(Dim dim) => dim is Dim.R or Dim.S or Dim.C;

    /// <summary>The operand's letter in mappings and tables: I, W or O.</summary>
    public static string Letter(this Operand operand) => operand switch
    {
        Operand.Input => "I",
        Operand.Weight => "W",
        _ => "O",
    };
}
