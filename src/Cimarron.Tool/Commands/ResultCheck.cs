using System.Text.Json;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Reports;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary>Evaluates the mappings of a stored result again and compares the costs with the stored ones.</summary>
internal static class ResultCheck
{
    private const double Tolerance = 1e-9;

    /// <summary>Prints the comparison.</summary>
    /// <param name="result">The stored result.</param>
    /// <param name="file">Its file.</param>
    /// <param name="given">Another chip to evaluate on; null for the result's own.</param>
    /// <param name="overrides">Changes to the result's own chip.</param>
    /// <param name="profile">Legality; null for the result's own.</param>
    /// <param name="console">Where to print.</param>
    /// <exception cref="DiagnosticException">A mapping is illegal, or on the result's own chip the costs are not the stored ones.</exception>
    public static void Run(ResultDocument result, string file, Chip? given, IReadOnlyList<string> overrides, LegalityProfile? profile, ToolConsole console)
    {
        var chip = given ?? ChipLibrary.Parse(result.Chip.Definition, $"{file}: chip.definition", overrides);
        var isSame = chip.Hash == result.Chip.Hash;
        if (!isSame)
        {
            console.Report([Diagnostic.Warning("CIM0103", "this is not the chip of the result, so the costs differ and the bounds do not hold", file, field: "chip")]);
        }

        var legality = profile ?? (result.Profile == "reference" ? LegalityProfile.Reference : LegalityProfile.Strict);
        var problems = new List<Diagnostic>();
        var table = TableExtensions.Create().Left("layer", "shape").Right("count", "cycles", "stored", "energy nJ", "stored", "EDP nJ·cycles");
        double cycles = 0, energy = 0;
        var evaluator = new Evaluator(chip);
        for (var i = 0; i < result.Layers.Length; i++)
        {
            var layer = result.Layers[i];
            if (layer.Mapping is not { } json || Read(json, chip, legality, file, $"layers[{i}].mapping", problems) is not { } mapping)
            {
                continue;
            }

            var cost = evaluator.Evaluate(mapping);
            cycles += cost.LatencyCycles * layer.Count;
            energy += cost.TotalNanojoules * layer.Count;
            table.Row(layer.Name, layer.ShapeText, layer.Count.ToString("#,##0"), Numbers.Cycles(cost.LatencyCycles), Numbers.Cycles(layer.LatencyCycles), Numbers.Short(cost.TotalNanojoules), Numbers.Short(layer.EnergyNanojoules?.Total), Numbers.Short(cost.Edp));
            if (isSame && (Differs(cost.LatencyCycles, layer.LatencyCycles) || Differs(cost.TotalNanojoules, layer.EnergyNanojoules?.Total)))
            {
                problems.Add(Diagnostic.Error("CIM0103", "the stored costs are not those of the stored mapping", file, field: $"layers[{i}]", hint: "the file was changed, or written by another version; map the model again"));
            }
        }

        CommonOptions.ThrowIfAny(problems);
        console.Write(table);
        console.Out.WriteLine(ToolConsole.Clean($"{result.Model.Name} on {chip.Name}: {Numbers.Cycles(cycles)} cycles, {Numbers.Short(energy)} nJ, EDP {Numbers.Short(cycles * energy)} nJ·cycles"
            + (isSame ? "; the stored costs are confirmed" : "")));
    }

    private static Mapping? Read(JsonElement json, Chip chip, LegalityProfile profile, string file, string field, List<Diagnostic> problems)
    {
        var document = MappingJson.Read(json.GetRawText(), chip, file);
        var findings = document.Check(chip, profile).Where(f => f.Severity == Severity.Error).ToArray();
        problems.AddRange(findings.Select(f => f with { Line = null, Field = f.Field is null ? field : $"{field}.{f.Field}" }));
        return findings.Length == 0 ? document.Mapping : null;
    }

    private static bool Differs(double value, double? stored) => stored is not { } s || Math.Abs(value - s) > Tolerance * Math.Max(Math.Abs(value), Math.Abs(s));
}
