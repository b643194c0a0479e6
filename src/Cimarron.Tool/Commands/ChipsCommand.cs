using System.CommandLine;
using Cimarron.DualMode;
using Cimarron.DualMode.Packaging;
using Cimarron.Hardware;
using Cimarron.Sparsity.Chips;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>chips</c>: lists chips, prints one or a variant of it, prints the schema.</summary>
internal static class ChipsCommand
{
    public static Command Create(ToolContext context)
    {
        var command = new Command("chips", "List the built-in chips, or print one.");
        command.SetAction(_ => List(context.Console));
        command.Subcommands.Add(Show(context.Console));
        var schema = new Command("schema", "Print the JSON Schema of chip files.");
        schema.SetAction(_ => context.Console.Out.Write(ChipLibrary.Schema()));
        command.Subcommands.Add(schema);
        return command;
    }

    private static Command Show(ToolConsole console)
    {
        var name = new Argument<string>("chip") { Description = "built-in chip or chip file" };
        var set = CommonOptions.Set();
        var command = new Command("show", "Print a chip, or a variant of it, as a chip file with comments.") { name, set };
        command.SetAction(parse => console.Out.Write(Yaml(parse.GetValue(name)!, parse.GetValue(set) ?? [])));
        return command;
    }

    /// <summary>A built-in dual-mode or sparse chip is printed with its comments, a variant of one without.</summary>
    private static string Yaml(string name, string[] overrides)
    {
        bool IsNamed(string builtIn) => string.Equals(builtIn, name, StringComparison.OrdinalIgnoreCase);
        if (DualModeChipLibrary.Names.FirstOrDefault(IsNamed) is { } dual)
        {
            return overrides.Length == 0 ? DualModeChipLibrary.BuiltInYaml(dual) : ChipYaml.Of(DualModeChipLibrary.Load(dual, overrides));
        }

        if (SparseChipLibrary.Names.FirstOrDefault(IsNamed) is { } sparse)
        {
            return overrides.Length == 0 ? SparseChipLibrary.BuiltInYaml(sparse) : SparseChipYaml.Of(SparseChipLibrary.Load(sparse, overrides));
        }

        return ChipLibrary.LoadDefinition(name, overrides).Yaml;
    }

    private static void List(ToolConsole console)
    {
        ListChips(console);
        console.Out.WriteLine();
        ListDualModeChips(console);
        console.Out.WriteLine();
        ListSparseChips(console);
    }

    private static void ListChips(ToolConsole console)
    {
        var table = TableExtensions.Create().Left("chip").Right("cores", "macro", "depth").Left("on-chip memories", "description");
        foreach (var chip in ChipLibrary.Names.Select(n => ChipLibrary.Load(n)))
        {
            var memories = chip.Levels.Where(l => l.Kind == MemoryKind.Sram).Select(l => $"{l.Name} {l.CapacityBits / 8192} KiB");
            table.Row(
                chip.Name,
                chip.Axes.First(a => a.Kind == AxisKind.Cores).Size.ToString(),
                $"{chip.Macro.Rows}×{chip.Macro.Columns}",
                chip.Macro.Depth.ToString(),
                string.Join(", ", memories),
                chip.Description);
        }

        console.Write(table);
    }

    private static void ListDualModeChips(ToolConsole console)
    {
        var dual = TableExtensions.Create().Left("dual-mode chip").Right("arrays", "array", "step", "external").Left("description");
        foreach (var chip in DualModeChipLibrary.Names.Select(n => DualModeChipLibrary.Load(n)))
        {
            dual.Row(chip.Name, chip.Arrays.ToString(), $"{chip.Rows}×{chip.WeightColumns}", $"{chip.StepCycles} cycles", $"{chip.ExternalBitsPerCycle / 8} B/cycle", chip.Description);
        }

        console.Write(dual);
    }

    private static void ListSparseChips(ToolConsole console)
    {
        var table = TableExtensions.Create().Left("sparse chip").Right("macros", "macro", "sub-array", "load").Left("description");
        foreach (var chip in SparseChipLibrary.Names.Select(n => SparseChipLibrary.Load(n)))
        {
            table.Row(
                chip.Name,
                $"{chip.MacroRows}×{chip.MacroColumns}",
                $"{chip.Rows}×{chip.WeightColumns}",
                $"{chip.SubarrayRows}×{chip.WeightColumns}",
                $"{chip.LoadBitsPerCycle} bit/cycle",
                chip.Description);
        }

        console.Write(table);
    }
}
