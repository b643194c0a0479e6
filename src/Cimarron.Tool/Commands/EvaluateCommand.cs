using System.CommandLine;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Reports;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>evaluate</c>: checks a mapping and states its exact cost; or evaluates every mapping of a stored result again.</summary>
internal static class EvaluateCommand
{
    private const int MaxFileBytes = 256 << 20;

    public static Command Create(ToolContext context)
    {
        var file = new Argument<string>("mapping") { Description = "mapping file, or result.json" };
        var chip = CommonOptions.Chip();
        chip.DefaultValueFactory = null;
        chip.Description += "; otherwise the result's own chip, or default";
        var set = CommonOptions.Set();
        var profile = CommonOptions.Profile();
        profile.DefaultValueFactory = null;
        var command = new Command("evaluate", "Validate a mapping and print its exact cycles, energy and stalls.") { file, chip, set, profile };
        command.SetAction(parse =>
        {
            var problems = new List<Diagnostic>();
            var path = parse.GetValue(file)!;
            var text = CommonOptions.Collect(() => InputText(path), problems);
            LegalityProfile? legality = parse.GetValue(profile) is { } word ? MapOptions.ProfileOf(word, problems) : null;
            ChipDefinition? Load(string name) => CommonOptions.Collect(() => ChipLibrary.LoadDefinition(name, parse.GetValue(set)), problems);

            if (text is not null && IsResult(text))
            {
                var result = CommonOptions.Collect(() => ResultJson.Read(text, path), problems);
                var given = parse.GetValue(chip) is { } name ? Load(name) : null;
                CommonOptions.ThrowIfAny(problems);
                ResultCheck.Run(result!, path, given?.Chip, parse.GetValue(set)!, legality, context.Console);
            }
            else
            {
                var loaded = Load(parse.GetValue(chip) ?? "default");
                CommonOptions.ThrowIfAny(problems);
                EvaluateMapping(text!, path, loaded!.Chip, legality ?? LegalityProfile.Strict, context.Console);
            }
        });
        return command;
    }

    private static void EvaluateMapping(string text, string path, Chip chip, LegalityProfile profile, ToolConsole console)
    {
        var document = MappingJson.Read(text, chip, path);
        var findings = document.Check(chip, profile);
        if (findings.Any(f => f.Severity == Severity.Error))
        {
            throw new DiagnosticException(findings);
        }

        console.Report(findings);
        var mapping = document.Mapping!;
        console.Out.WriteLine(ToolConsole.Clean($"{mapping.Layer.Name}: {LayerText.Describe(mapping.Layer)}, {mapping.Layer.Macs:#,##0} MACs, on {chip.Name}"));
        console.Out.WriteLine();
        console.Out.WriteLine(ToolConsole.Clean(MappingPrinter.Print(mapping, chip)));
        CostTables.Print(new Evaluator(chip).Evaluate(mapping), chip, console);
    }

    private static string InputText(string path) => InputFile.ReadText(path, "mapping or result file", "CIM0101", MaxFileBytes);

    /// <summary>Whether the text has the keys of a result rather than those of a mapping; damaged text counts as a mapping.</summary>
    private static bool IsResult(string text)
    {
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(text);
            return json.RootElement is { ValueKind: System.Text.Json.JsonValueKind.Object } root && (root.TryGetProperty("format", out _) || root.TryGetProperty("layers", out _));
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
