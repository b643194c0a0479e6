using System.CommandLine;
using Cimarron.DualMode;
using Cimarron.DualMode.Packaging;
using Cimarron.Hardware;
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

    /// <summary>A built-in dual-mode chip is printed with its comments, a variant of one without.</summary>
    private static string Yaml(string name, string[] overrides)
    {
        var builtIn = DualModeChipLibrary.Names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        return builtIn is null ? ChipLibrary.LoadDefinition(name, overrides).Yaml
            : overrides.Length == 0 ? DualModeChipLibrary.BuiltInYaml(builtIn)
            : ChipYaml.Of(DualModeChipLibrary.Load(builtIn, overrides));
    }

    private static void List(ToolConsole console)
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
        var dual = TableExtensions.Create().Left("dual-mode chip").Right("arrays", "array", "step", "external").Left("description");
        foreach (var chip in DualModeChipLibrary.Names.Select(n => DualModeChipLibrary.Load(n)))
        {
            dual.Row(chip.Name, chip.Arrays.ToString(), $"{chip.Rows}×{chip.WeightColumns}", $"{chip.StepCycles} cycles", $"{chip.ExternalBitsPerCycle / 8} B/cycle", chip.Description);
        }

        console.Out.WriteLine();
        console.Write(dual);
    }
}
