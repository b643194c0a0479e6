using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Workloads;

namespace Cimarron.Hardware.Reading;

/// <summary>Turns a checked sheet into a chip: derived sizes, figures from the SRAM table, hash.</summary>
internal static class ChipBuilder
{
    public static Chip? Build(ChipSheet sheet, Problems problems)
    {
        var derivations = ImmutableArray.CreateBuilder<string>();
        var levels = sheet.Levels.Select(l => Level(sheet, l, derivations, problems)).ToImmutableArray();
        var leakage = sheet.Leakage ?? TableLeakage(sheet, derivations, problems);
        if (problems.Any)
        {
            return null;
        }

        var chip = new Chip
        {
            Name = sheet.Name,
            Description = sheet.Description,
            Levels = levels,
            Axes = [.. sheet.Axes.Select(a => Axis(sheet, a))],
            Macro = sheet.Macro,
            Precision = sheet.Precision,
            LeakageNanojoulesPerCycle = leakage,
            Derivations = derivations.ToImmutable(),
            Hash = "",
        };
        return chip with { Hash = ChipHash.Compute(chip) };
    }

    /// <summary>
    /// Instances of a level: one per core when it lies inside the level that feeds the cores for some operand it holds, otherwise one.
    /// </summary>
    public static int Instances(ChipSheet sheet, LevelSheet level)
    {
        var names = sheet.Levels.Select(l => l.Name).ToList();
        var index = names.IndexOf(level.Name);
        var cores = sheet.Axes.First(a => a.Kind == AxisKind.Cores);
        return level.Holds.Any(o => index > names.IndexOf(cores.Feeds[o])) ? sheet.Cores : 1;
    }

    private static MemoryLevel Level(ChipSheet sheet, LevelSheet level, ImmutableArray<string>.Builder derivations, Problems problems)
    {
        var (read, write) = (level.Read, level.Write);
        if ((read is null || write is null) && SramFigures(sheet, level, problems) is { } figures)
        {
            (read, write) = (read ?? figures.ReadPicojoulesPerBit, write ?? figures.WritePicojoulesPerBit);
            derivations.Add(string.Create(CultureInfo.InvariantCulture, $"{level.Name}: {read:G6} pJ/bit read and {write:G6} pJ/bit write, from the CACTI 7 table at {Describe(sheet, level)}."));
        }

        return new MemoryLevel
        {
            Name = level.Name,
            Kind = level.Kind,
            Holds = [.. level.Holds],
            CapacityBits = level.Kind == MemoryKind.Macro ? (long)sheet.Macro.Depth * sheet.Precision.Weight : level.SizeBits!.Value,
            PortBitsPerCycle = level.Port,
            ReadPicojoulesPerBit = read ?? 0,
            WritePicojoulesPerBit = write ?? 0,
            MayDoubleBuffer = level.Kind switch
            {
                MemoryKind.Dram => true,
                MemoryKind.Sram => level.DoubleBuffer ?? true,
                MemoryKind.Macro => sheet.Macro.PingPong,
                _ => false,
            },
        };
    }

    private static double TableLeakage(ChipSheet sheet, ImmutableArray<string>.Builder derivations, Problems problems)
    {
        if (sheet.Sram.ClockMegahertz is not { } clock)
        {
            problems.Add("CIM0315", "leakage: table needs a clock to turn power into energy per cycle", field: "sram.clock", hint: "add e.g. 'clock: 500 MHz' under sram");
            return 0;
        }

        var milliwatts = sheet.Levels.Where(l => l.Kind == MemoryKind.Sram)
            .Sum(l => Instances(sheet, l) * (SramFigures(sheet, l, problems)?.LeakageMilliwatts ?? 0));
        var leakage = milliwatts / clock; // mW / MHz = nJ per cycle
        derivations.Add(string.Create(CultureInfo.InvariantCulture, $"leakage: {leakage:G6} nJ/cycle, the SRAM buffers' {milliwatts:G6} mW in the CACTI 7 table ({sheet.Sram.TechnologyNanometres} nm {sheet.Sram.Cell}) at {clock:G6} MHz; nothing else leaks."));
        return leakage;
    }

    private static SramFigures? SramFigures(ChipSheet sheet, LevelSheet level, Problems problems)
    {
        var figures = SramTable.For(sheet.Sram.TechnologyNanometres, sheet.Sram.Cell).Find(level.SizeBits ?? 0, level.Port);
        if (figures is null)
        {
            problems.Add("CIM0315", OutOfTable(level), level.Line, level.Path, "state read, write and leakage yourself, or choose a size inside the table");
        }

        return figures;
    }

    /// <summary>Why the table has no answer for a memory.</summary>
    public static string OutOfTable(LevelSheet level) =>
        $"{level.Name} with {level.SizeBits} bit and a {level.Port} bit port lies outside of the SRAM table (512 B … 16 MiB, 8 … 1024 bit; ports of memories under 4 KiB are narrower); figures are not extrapolated";

    /// <summary>The place in the table, saying whether it lies between points.</summary>
    public static string Describe(ChipSheet sheet, LevelSheet level)
    {
        var between = SramTable.For(sheet.Sram.TechnologyNanometres, sheet.Sram.Cell).IsGridPoint(level.SizeBits ?? 0, level.Port) ? "" : ", interpolated in log size and log width";
        return $"{sheet.Sram.TechnologyNanometres} nm {sheet.Sram.Cell}, {level.SizeBits} bit, {level.Port} bit/cycle{between}";
    }

    private static SpatialAxis Axis(ChipSheet sheet, AxisSheet axis) => new()
    {
        Name = axis.Name,
        Kind = axis.Kind,
        Size = axis.Kind switch { AxisKind.Cores => sheet.Cores, AxisKind.Rows => sheet.Macro.Rows, _ => sheet.Macro.Columns },
        Dims = [.. axis.Dims],
        Feeds = [.. Operands.All.Select(o => sheet.Levels.TakeWhile(l => l.Name != axis.Feeds[o]).Count())],
    };
}
