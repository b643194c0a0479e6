using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Tests;

/// <summary>The reference chips, built from their published figures, and random variations of them.</summary>
internal static class TestChips
{
    public const int Dram = 0;
    public const int GlobalBuffer = 1;
    public const int OutputBuffer = 2;
    public const int InputBuffer = 3;
    public const int OReg = 4;
    public const int IReg = 5;
    public const int Macro = 6;

    public const int Cores = 0;
    public const int Rows = 1;
    public const int Columns = 2;

    public static Chip Default { get; } = Build(
        "default", cores: 8, rows: 32, columns: 16, leakage: 0.035930852808574304,
        dram: (8_589_934_592, 64), global: (2_097_152, 128, 0.197874140625, 0.1428060375), output: (131_072, 128), input: (65_536, 128));

    public static Chip Transformer { get; } = Build(
        "transformer", cores: 16, rows: 64, columns: 32, leakage: 0.4719655086538611,
        dram: (34_359_738_368, 256), global: (33_554_432, 512, 0.4182283125, 0.2767365), output: (262_144, 256), input: (131_072, 256));

    public static Chip Named(string name) => name switch
    {
        "default" => Default,
        "transformer" => Transformer,
        _ => throw new ArgumentException($"no test chip '{name}'", nameof(name)),
    };

    /// <summary>A chip like one of the two, with odd port widths, small buffers, other depths, shapes and precisions.</summary>
    public static Chip Altered(Random random)
    {
        var chip = random.Next(2) == 0 ? Default : Transformer;
        var pingPong = random.Next(2) == 0;
        var depth = random.Next(1, 17);
        int[] axisSizes = [random.Next(1, 17), random.Next(1, 65), random.Next(1, 33)];
        var partialSum = random.Next(9, 33);
        var inputBits = random.Next(1, 10);
        var precision = new Precision(inputBits, random.Next(1, 10), partialSum, random.Next(1, partialSum + 1));
        return chip with
        {
            Name = "altered",
            Levels = [.. chip.Levels.Select(level => Alter(level, random, pingPong, depth, precision))],
            Axes = [.. chip.Axes.Select((axis, index) => axis with { Size = axisSizes[index] })],
            Macro = chip.Macro with
            {
                Rows = axisSizes[Rows],
                Columns = axisSizes[Columns],
                Depth = depth,
                InputBitsPerCycle = random.Next(1, 5),
                PingPong = pingPong,
            },
            Precision = precision,
        };
    }

    /// <summary>The chip with one level changed.</summary>
    public static Chip With(this Chip chip, int level, Func<MemoryLevel, MemoryLevel> change) =>
        chip with { Levels = chip.Levels.SetItem(level, change(chip.Levels[level])) };

    private static MemoryLevel Alter(MemoryLevel level, Random random, bool pingPong, int depth, Precision precision) => level.Kind switch
    {
        MemoryKind.Dram => level with { PortBitsPerCycle = random.Next(1, 200) },
        MemoryKind.Sram => level with { PortBitsPerCycle = random.Next(1, 200), CapacityBits = 1L << random.Next(6, 18) },
        MemoryKind.Register => level with
        {
            PortBitsPerCycle = random.Next(1, 33),
            CapacityBits = level.Holding(Operand.Output) ? precision.PartialSum : precision.Input,
            ReadPicojoulesPerBit = random.NextDouble(),
        },
        _ => level with
        {
            MayDoubleBuffer = pingPong,
            CapacityBits = (long)depth * precision.Weight * (pingPong ? random.Next(1, 3) : 1),
            PortBitsPerCycle = random.Next(1, 17),
        },
    };

    private static Chip Build(
        string name, int cores, int rows, int columns, double leakage,
        (long Bits, int Port) dram, (long Bits, int Port, double Read, double Write) global, (long Bits, int Port) output, (long Bits, int Port) input)
    {
        ImmutableArray<Operand> all = [Operand.Input, Operand.Weight, Operand.Output];
        return new Chip
        {
            Name = name,
            Hash = "test",
            LeakageNanojoulesPerCycle = leakage,
            Precision = new Precision(Input: 8, Weight: 8, PartialSum: 16, Output: 8),
            Macro = new Macro(rows, columns, Depth: 8, InputBitsPerCycle: 1, PingPong: false, 0.0002835, 0.003402, 0.001701),
            Levels =
            [
                Level("Dram", MemoryKind.Dram, all, dram.Bits, dram.Port, 7.91, 7.91),
                Level("Global_buffer", MemoryKind.Sram, all, global.Bits, global.Port, global.Read, global.Write),
                Level("Output_buffer", MemoryKind.Sram, [Operand.Output], output.Bits, output.Port, 0.039508509375, 0.04694506875),
                Level("Input_buffer", MemoryKind.Sram, [Operand.Input], input.Bits, input.Port, 0.02953310625, 0.032814871875),
                Level("OReg", MemoryKind.Register, [Operand.Output], 16, 16, 0, 0.001701),
                Level("IReg", MemoryKind.Register, [Operand.Input], 8, 8, 0, 0.001701),
                Level("Macro", MemoryKind.Macro, [Operand.Weight], 64, 8, 0, 0.02575),
            ],
            Axes =
            [
                new SpatialAxis { Name = "cores", Kind = AxisKind.Cores, Size = cores, Dims = [Dim.P, Dim.Q, Dim.K, Dim.G], Feeds = [GlobalBuffer, GlobalBuffer, GlobalBuffer] },
                new SpatialAxis { Name = "dimX", Kind = AxisKind.Rows, Size = rows, Dims = [Dim.R, Dim.S, Dim.C], Feeds = [InputBuffer, GlobalBuffer, OReg] },
                new SpatialAxis { Name = "dimY", Kind = AxisKind.Columns, Size = columns, Dims = [Dim.K], Feeds = [IReg, GlobalBuffer, OutputBuffer] },
            ],
        };
    }

    private static MemoryLevel Level(string name, MemoryKind kind, ImmutableArray<Operand> holds, long bits, int port, double read, double write) => new()
    {
        Name = name,
        Kind = kind,
        Holds = holds,
        CapacityBits = bits,
        PortBitsPerCycle = port,
        ReadPicojoulesPerBit = read,
        WritePicojoulesPerBit = write,
        MayDoubleBuffer = kind is MemoryKind.Sram or MemoryKind.Dram,
    };
}
