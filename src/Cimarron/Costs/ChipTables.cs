using System.Numerics;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>The figures of a chip as flat arrays indexed by level, for the hot paths.</summary>
internal sealed class ChipTables
{
    private readonly Precision _precision;

    public ChipTables(Chip chip)
    {
        Chip = chip;
        _precision = chip.Precision;
        var levels = chip.Levels;
        LevelCount = levels.Length;
        CapacityBits = [.. levels.Select(l => l.CapacityBits)];
        PortBits = [.. levels.Select(l => (long)l.PortBitsPerCycle)];
        ReadPicojoules = [.. levels.Select(l => l.ReadPicojoulesPerBit)];
        WritePicojoules = [.. levels.Select(l => l.WritePicojoulesPerBit)];
        // At DRAM a flag has no effect, so the hot paths never see it.
        MayDoubleBuffer = [.. levels.Select((l, i) => l.MayDoubleBuffer && i > 0)];
        Tips = [.. Operands.All.Select(chip.Tip)];
        LevelsOf = [.. Operands.All.Select(x => Enumerable.Range(0, LevelCount).Where(l => levels[l].Holding(x)).ToArray())];
        Feeds = [.. Operands.All.Select(x => chip.Axes.Select(axis => axis.Feed(x)).ToArray())];
        HolderCount = [.. levels.Select(l => l.Holds.Length)];
        MacCycles = chip.MacCycles;
        ActivationPicojoules = ActivationEnergy(chip);
    }

    public Chip Chip { get; }

    public int LevelCount { get; }

    public long[] CapacityBits { get; }

    public long[] PortBits { get; }

    public double[] ReadPicojoules { get; }

    public double[] WritePicojoules { get; }

    public bool[] MayDoubleBuffer { get; }

    /// <summary>Per operand the innermost level that holds it.</summary>
    public int[] Tips { get; }

    /// <summary>Per operand the levels that hold it, outermost first.</summary>
    public int[][] LevelsOf { get; }

    /// <summary>Per operand and axis the level that feeds it.</summary>
    public int[][] Feeds { get; }

    /// <summary>How many operands a level may hold; capacity is shared where it is more than one.</summary>
    public int[] HolderCount { get; }

    public int MacCycles { get; }

    /// <summary>Energy of one activation of one macro, pJ (rule 14).</summary>
    public double ActivationPicojoules { get; }

    /// <summary>Cycles a number of bits takes through the port of a level, rounded up.</summary>
    public long PortCycles(int level, long bits)
    {
        var width = PortBits[level];
        // Port widths are nearly always powers of two, and a shift is far cheaper than a division.
        return (width & (width - 1)) == 0 ? (bits + width - 1) >> BitOperations.TrailingZeroCount(width) : (bits + width - 1) / width;
    }

    /// <summary>Bits of an element at a level.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="level">The level.</param>
    /// <param name="index">Bits of the index that every weight of the layer carries outside of the macro (rule 2).</param>
    /// <param name="partial">Whether an output is a partial sum.</param>
    public int Bits(int operand, int level, int index, bool partial) => operand switch
    {
        (int)Operand.Input => _precision.Input,
        (int)Operand.Weight => level == Tips[operand] ? _precision.Weight : _precision.Weight + index,
        _ => partial ? _precision.PartialSum : _precision.Output,
    };

    private static double ActivationEnergy(Chip chip)
    {
        var macro = chip.Macro;
        double rows = macro.Rows;
        double columns = macro.Columns;
        double inputBits = chip.Precision.Input;
        double weightBits = chip.Precision.Weight;
        var multiply = macro.MultiplyPicojoules * weightBits * rows * columns;
        var adders = macro.AddPicojoules * ((rows * (inputBits + 1)) - ((inputBits + CeilingLog2(chip.Precision.Input) + 1) * columns));
        var accumulate = (macro.AddPicojoules + macro.RegisterPicojoules) * (inputBits + weightBits + CeilingLog2(macro.Rows)) * columns;
        return chip.MacCycles * (multiply + adders + accumulate);
    }

    private static int CeilingLog2(int value) => value <= 1 ? 0 : BitOperations.Log2((uint)value - 1) + 1;
}
