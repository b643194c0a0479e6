using Cimarron.Workloads;

namespace Cimarron.Hardware.Reading;

/// <summary>What the parts of a chip must satisfy together.</summary>
internal static class ChipChecks
{
    private static readonly Dictionary<AxisKind, Dim[]> AllowedDims = new()
    {
        [AxisKind.Cores] = [Dim.P, Dim.Q, Dim.K, Dim.G],
        [AxisKind.Rows] = [Dim.R, Dim.S, Dim.C],
        [AxisKind.Columns] = [Dim.K],
    };

    public static void Check(ChipSheet sheet, Problems problems)
    {
        CheckNames(sheet, problems);
        foreach (var level in sheet.Levels)
        {
            CheckLevel(level, problems);
        }

        CheckHierarchy(sheet, problems);
        foreach (var kind in Enum.GetValues<AxisKind>())
        {
            CheckAxisKind(sheet, kind, problems);
        }

        foreach (var axis in sheet.Axes)
        {
            CheckAxis(sheet, axis, problems);
        }
    }

    private static void CheckNames(ChipSheet sheet, Problems problems)
    {
        var named = sheet.Levels.Select(l => (l.Name, l.Line, l.Path)).Concat(sheet.Axes.Select(a => (a.Name, a.Line, a.Path)));
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, line, path) in named)
        {
            if (name.Length > 0 && !seen.TryAdd(name, path))
            {
                problems.Add("CIM0310", $"the name '{name}' is already used by {seen[name]} (names differ by more than case)", line, $"{path}.name", "rename one of the two");
            }
        }
    }

    private static void CheckLevel(LevelSheet level, Problems problems)
    {
        if (level.Kind == MemoryKind.Macro)
        {
            if (level.SizeBits is not null)
            {
                problems.Add("CIM0312", "the size of the macro level is macro.depth × precision.weight", level.Line, $"{level.Path}.size", "remove the key");
            }

            if (!level.Holds.SequenceEqual([Operand.Weight]))
            {
                problems.Add("CIM0312", "the macro holds weights and nothing else", level.Line, $"{level.Path}.holds", "write [W]");
            }
        }

        if (level.Kind != MemoryKind.Sram && level.DoubleBuffer is not null)
        {
            var hint = level.Kind == MemoryKind.Macro ? "set macro.pingPong instead" : "remove the key";
            problems.Add("CIM0312", "only SRAM levels choose double buffering", level.Line, $"{level.Path}.doubleBuffer", hint);
        }

        if (level.Kind != MemoryKind.Sram && (level.Read is null || level.Write is null))
        {
            problems.Add("CIM0312", "only SRAM levels can take their energy from the table", level.Line, $"{level.Path}.{(level.Read is null ? "read" : "write")}", "state the energy in pJ/bit");
        }
    }

    private static void CheckHierarchy(ChipSheet sheet, Problems problems)
    {
        var first = sheet.Levels[0];
        if (first.Kind != MemoryKind.Dram || first.Holds.Count != Operands.Count)
        {
            problems.Add("CIM0312", "the first level must be of kind dram and hold [I, W, O]", first.Line, first.Path, "list the levels from DRAM inwards");
        }

        foreach (var level in sheet.Levels.Skip(1).Where(l => l.Kind == MemoryKind.Dram))
        {
            problems.Add("CIM0312", "only the first level can be of kind dram", level.Line, $"{level.Path}.kind", "use kind sram for on-chip memories");
        }

        var macros = sheet.Levels.Where(l => l.Kind == MemoryKind.Macro).ToArray();
        if (macros.Length != 1)
        {
            problems.Add("CIM0312", $"expected exactly one level of kind macro, found {macros.Length}", sheet.Levels[^1].Line, "levels", "describe the weight cells as one level");
        }
        else if (sheet.Levels.Last(l => l.Holds.Contains(Operand.Weight)) is { Kind: not MemoryKind.Macro } inner)
        {
            problems.Add("CIM0312", "weights end in the macro, so no level inside of it can hold them", inner.Line, $"{inner.Path}.holds", "list the macro after every other level that holds W");
        }
    }

    private static void CheckAxisKind(ChipSheet sheet, AxisKind kind, Problems problems)
    {
        var count = sheet.Axes.Count(a => a.Kind == kind);
        if (count != 1)
        {
            problems.Add("CIM0312", $"expected exactly one axis of kind {Word(kind)}, found {count}", sheet.Axes[0].Line, "axes", "describe cores, rows and columns once each");
        }
    }

    private static void CheckAxis(ChipSheet sheet, AxisSheet axis, Problems problems)
    {
        foreach (var dim in axis.Dims.Where(d => !AllowedDims[axis.Kind].Contains(d)))
        {
            problems.Add("CIM0312", $"{dim} cannot be unrolled on {Word(axis.Kind)}; allowed: {string.Join(", ", AllowedDims[axis.Kind])}", axis.Line, $"{axis.Path}.dims", "rows sum (R, S, C), columns are outputs (K), cores are independent (P, Q, K, G)");
        }

        foreach (var (word, operand) in ChipSheetReader.OperandWords)
        {
            if (axis.Feeds.TryGetValue(operand, out var name) && name.Length > 0)
            {
                CheckFeed(sheet, axis, operand, $"{axis.Path}.feeds.{word}", name, problems);
            }
        }
    }

    private static void CheckFeed(ChipSheet sheet, AxisSheet axis, Operand operand, string field, string name, Problems problems)
    {
        var letter = operand.Letter();
        var holders = sheet.Levels.Where(l => l.Holds.Contains(operand) && l.Kind != MemoryKind.Macro).Select(l => l.Name).ToArray();
        var index = IndexOf(sheet, name);
        if (index < 0)
        {
            problems.Add("CIM0311", $"there is no level '{name}'", axis.Line, field, Suggestion.For(name, holders));
        }
        else if (!holders.Contains(name))
        {
            var why = sheet.Levels[index].Kind == MemoryKind.Macro ? "the macro is where weights end; it cannot distribute them" : $"level '{name}' does not hold {letter}, so it cannot feed it";
            problems.Add("CIM0312", why, axis.Line, field, Suggestion.For(name, holders));
        }
        else if (axis.Kind == AxisKind.Cores)
        {
            var inner = sheet.Axes.FirstOrDefault(a => a.Kind != AxisKind.Cores && a.Feeds.TryGetValue(operand, out var f) && IndexOf(sheet, f) is >= 0 and var i && i < index);
            if (inner is not null)
            {
                problems.Add("CIM0312", $"cores are fed {letter} from '{name}', further inside than '{inner.Name}' is", axis.Line, field, "feed cores from the same level or from further outside");
            }
        }
    }

    private static int IndexOf(ChipSheet sheet, string name)
    {
        for (var i = 0; i < sheet.Levels.Count; i++)
        {
            if (sheet.Levels[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Word(AxisKind kind) => kind switch { AxisKind.Cores => "cores", AxisKind.Rows => "rows", _ => "columns" };
}
