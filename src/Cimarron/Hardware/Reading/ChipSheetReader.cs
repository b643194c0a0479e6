using Cimarron.Workloads;

namespace Cimarron.Hardware.Reading;

/// <summary>Reads the keys of a chip file; what they mean together is checked by <see cref="ChipChecks"/>.</summary>
internal static class ChipSheetReader
{
    public const int MaxEnergy = 1_000_000;
    public const int MaxUnits = 65_536;
    public const long MaxSizeBits = 1L << 50;
    public const int MaxPort = 1 << 20;
    public const int MaxPrecision = 64;

    public static readonly IReadOnlyList<(string Word, Operand Value)> OperandWords = [("I", Operand.Input), ("W", Operand.Weight), ("O", Operand.Output)];

    private static readonly IReadOnlyList<(string Word, MemoryKind Value)> KindWords =
        [("dram", MemoryKind.Dram), ("sram", MemoryKind.Sram), ("register", MemoryKind.Register), ("macro", MemoryKind.Macro)];

    private static readonly IReadOnlyList<(string Word, AxisKind Value)> AxisWords = [("cores", AxisKind.Cores), ("rows", AxisKind.Rows), ("columns", AxisKind.Columns)];

    private static readonly IReadOnlyList<(string Word, Dim Value)> DimWords = [.. Operands.Dims.Select(d => (d.ToString(), d))];

    /// <summary>The sheet, or null when the file lacks whole sections; the problems say why.</summary>
    public static ChipSheet? Read(SourceMap root, Problems problems)
    {
        var top = new Section(root, "", problems);
        var name = top.Name("name");
        var description = top.Text("description", 1000, required: false);
        var cores = top.Count("cores", 1, MaxUnits);
        var precision = Precision(top);
        var leakage = top.RealOrTable("leakage", UnitFamily.EnergyPerCycle, 0, MaxEnergy);
        var sram = Sram(top);
        var macro = Macro(top);
        var levels = top.List("levels", 16).Select(s => Level(s)).ToArray();
        var axes = top.List("axes", 8).Select(Axis).ToArray();
        top.RejectUnknownKeys();
        return precision is null || macro is null || levels.Length == 0 || axes.Length == 0
            ? null
            : new ChipSheet(name, description, cores, precision, leakage, sram, macro, levels, axes);
    }

    private static Precision? Precision(Section top)
    {
        if (top.Sub("precision") is not { } section)
        {
            return null;
        }

        int Bits(string key) => (int)section.Whole(key, UnitFamily.Bits, 1, MaxPrecision);
        var precision = new Precision(Bits("input"), Bits("weight"), Bits("partialSum"), Bits("output"));
        if (precision.Output > precision.PartialSum)
        {
            section.Report("CIM0312", "output", $"a finished output ({precision.Output} bit) cannot be wider than a partial sum ({precision.PartialSum} bit)", "widen precision.partialSum");
        }

        section.RejectUnknownKeys();
        return precision;
    }

    private static SramNode Sram(Section top)
    {
        var node = new SramNode(28, "itrs-lop", null);
        if (top.Sub("sram", required: false) is not { } section)
        {
            return node;
        }

        node = new SramNode(
            (int)section.Whole("technology", UnitFamily.Length, 1, 1000),
            section.Choice("cell", [("itrs-lop", "itrs-lop"), ("itrs-hp", "itrs-hp"), ("itrs-lstp", "itrs-lstp")]),
            section.Has("clock") ? section.Real("clock", UnitFamily.Frequency, 0.001, 100_000) : null);
        if (!SramTable.Technologies.Contains(node.TechnologyNanometres))
        {
            section.Report("CIM0315", "technology", $"the SRAM table has {string.Join(", ", SramTable.Technologies)} nm, not {node.TechnologyNanometres}", "choose one of these");
        }

        section.RejectUnknownKeys();
        return node;
    }

    private static Macro? Macro(Section top)
    {
        if (top.Sub("macro") is not { } section)
        {
            return null;
        }

        double Energy(string key) => section.Real(key, UnitFamily.EnergyPerBit, 0, MaxEnergy);
        var macro = new Macro(
            section.Count("rows", 1, MaxUnits),
            section.Count("columns", 1, MaxUnits),
            section.Count("depth", 1, MaxUnits),
            (int)section.Whole("inputFeed", UnitFamily.BitsPerCycle, 1, MaxPrecision),
            section.Flag("pingPong") ?? false,
            Energy("multiply"),
            Energy("add"),
            Energy("register"));
        section.RejectUnknownKeys();
        return macro;
    }

    private static LevelSheet Level(Section section)
    {
        var name = section.Name("name");
        var kind = section.Choice("kind", KindWords);
        var holds = section.Choices("holds", OperandWords);
        long? size = kind != MemoryKind.Macro || section.Has("size") ? section.Whole("size", UnitFamily.Bits, 1, MaxSizeBits) : null;
        var port = (int)section.Whole("port", UnitFamily.BitsPerCycle, 1, MaxPort);
        var read = section.RealOrTable("read", UnitFamily.EnergyPerBit, 0, MaxEnergy);
        var write = section.RealOrTable("write", UnitFamily.EnergyPerBit, 0, MaxEnergy);
        var doubleBuffer = section.Flag("doubleBuffer");
        section.RejectUnknownKeys();
        return new LevelSheet(name, kind, holds, size, port, read, write, doubleBuffer, section.Line, section.Path);
    }

    private static AxisSheet Axis(Section section)
    {
        var name = section.Name("name");
        var kind = section.Choice("kind", AxisWords);
        var dims = section.Choices("dims", DimWords);
        var feeds = new Dictionary<Operand, string>();
        if (section.Sub("feeds") is { } sub)
        {
            foreach (var (word, operand) in OperandWords)
            {
                feeds[operand] = sub.Name(word);
            }

            sub.RejectUnknownKeys();
        }

        section.RejectUnknownKeys();
        return new AxisSheet(name, kind, dims, feeds, section.Line, section.Path);
    }
}
