using Cimarron.Reports;
using Spectre.Console;

namespace Cimarron.Tool.Output;

/// <summary>A result as tables.</summary>
internal static class ResultTables
{
    public static void Print(ResultDocument result, ToolConsole console, bool isVerbose)
    {
        Line(console, $"{result.Model.Name} on {result.Chip.Name}: {result.Layers.Length} layer shape{(result.Layers.Length == 1 ? "" : "s")}, {result.Model.Macs:#,##0} MACs, minimising {result.Objective} ({result.Profile} profile, {(result.Padding ? "" : "no padding, ")}{result.Mapper} mapper)");
        Line(console, $"chip {Prefix(result.Chip.Hash)}, model {Prefix(result.Model.Hash)}, cimarron {result.ToolVersion}");
        console.Out.WriteLine();
        PrintLayers(result, console);
        PrintRecursion(result, console);
        PrintCycles(result, console);
        SparsityTable.Print(result, console);
        if (isVerbose)
        {
            PrintEnergy(result, console);
            PrintNodes(result, console);
        }

        PrintOperators(result, console);
        PrintNotes("Warnings", result.Warnings, console);
        if (isVerbose)
        {
            PrintNotes("Assumptions", result.Assumptions, console);
        }
        else
        {
            PrintNotes("Derived figures", result.Chip.Derivations, console);
        }

        PrintTotals(result, console);
    }

    /// <summary>The outcome in one line.</summary>
    public static string FinalLine(ResultDocument result)
    {
        var totals = result.Totals;
        var name = $"{result.Model.Name} on {result.Chip.Name}";
        var line = totals.LatencyCycles is null
            ? $"{name}: {result.Status}, {totals.Mapped} of {totals.Layers} layers mapped, {Numbers.Seconds(result.Seconds)} s"
            : $"{name}: {Numbers.Cycles(totals.LatencyCycles)} cycles, {Numbers.Short(totals.EnergyNanojoules)} nJ, EDP {Numbers.Short(totals.Edp)} nJ·cycles; {result.Objective} gap {Numbers.Percent(totals.Gap)}, "
                + $"{totals.Proven} of {totals.Layers} layers proven optimal, {result.Status}, {Numbers.Seconds(result.Seconds)} s"
                + (SparseResult.Gain(result) is { } gain ? $"; {gain}" : "");
        return ToolConsole.Clean(line);
    }

    private static void PrintLayers(ResultDocument result, ToolConsole console)
    {
        var unit = result.Objective switch { "latency" => "cycles", "energy" => "nJ", _ => "nJ·cycles" };
        var table = Table("layer", "shape").Right("count", "cycles", "energy nJ", "EDP nJ·cycles", $"bound {unit}", "gap").Left("status").Right("s");
        foreach (var layer in result.Layers)
        {
            table.Row(
                layer.Name,
                layer.ShapeText,
                layer.Count.ToString("#,##0"),
                Numbers.Cycles(layer.LatencyCycles),
                Numbers.Short(layer.EnergyNanojoules?.Total),
                Numbers.Short(layer.Edp),
                Numbers.Short(layer.LowerBound),
                layer.LatencyCycles is null ? "–" : Numbers.Percent(layer.Gap),
                layer.Status,
                Numbers.Seconds(layer.Seconds));
        }

        console.Write(table);
    }

    private static void PrintCycles(ResultDocument result, ToolConsole console)
    {
        if (result.Layers.All(l => l.Stalls is null))
        {
            return;
        }

        console.Out.WriteLine("Where the cycles go, and how much of the array works:");
        var table = Table("layer").Right("compute", "mode switch", "input", "weight", "output fetch", "write-back", "preload", "array in use", "cores", "padding");
        foreach (var layer in result.Layers)
        {
            if (layer is { Stalls: { } stalls, Utilisation: { } use, LatencyCycles: > 0 and var cycles })
            {
                double?[] parts = [stalls.Compute, stalls.ModeSwitch, stalls.InputTransfer, stalls.WeightTransfer, stalls.OutputFetch, stalls.OutputWriteBack, stalls.Preload];
                table.Row([layer.Name, .. parts.Select(p => Numbers.Percent(p / cycles)), Numbers.Percent(use.Spatial), use.CoresUsed.ToString(), $"×{Numbers.Short(use.PaddingFactor)}"]);
            }
        }

        console.Write(table);
    }

    private static void PrintRecursion(ResultDocument result, ToolConsole console)
    {
        foreach (var layer in result.Layers.Where(l => l.Recursion is not null))
        {
            var recursion = layer.Recursion!;
            Line(console, $"{layer.Name}: {recursion.Formulation} by {recursion.Solver}: {Numbers.Short(recursion.Value)} under the recursion, bound {Numbers.Short(recursion.LowerBound)}, {(recursion.IsOptimal ? "proven" : "not proven")} for {recursion.ProvenFor}.");
        }

        foreach (var layer in result.Layers.Where(l => l.CertificateProblem is not null))
        {
            Line(console, $"{layer.Name}: no certificate, {layer.CertificateProblem}");
        }

        if (result.Layers.All(l => l.Certificate is null))
        {
            return;
        }

        console.Out.WriteLine("What a mixed-integer solver says of the analytic recursion (docs/formulation.md):");
        var table = Table("layer", "solver", "confirmed").Right("optimum", "schemes solved", "within", "columns", "of", "solver s", "s", "model error", "regret");
        foreach (var layer in result.Layers.Where(l => l.Certificate is not null))
        {
            var c = layer.Certificate!;
            table.Row(layer.Name, c.Solver, c.IsConfirmed ? "yes" : "no", Numbers.Short(c.RecursionValue), $"{c.Schemes[3]} of {c.Schemes[0]}", c.Schemes[4] == c.Schemes[3] ? "all" : Numbers.Percent(c.Near), c.Columns.ToString("#,##0"), c.AllColumns.ToString("#,##0"), Numbers.Seconds(c.SolverSeconds), Numbers.Seconds(c.Seconds), Numbers.Percent(c.ModelError), Numbers.Percent(c.Regret));
        }

        console.Write(table);
        if (result.Layers is [{ Certificate: { } only }])
        {
            PrintNotes("Certificate", only.Statements, console);
        }
    }

    private static void PrintEnergy(ResultDocument result, ToolConsole console)
    {
        console.Out.WriteLine("Where the energy goes, nJ per execution:");
        var levels = result.Layers.SelectMany(l => l.EnergyNanojoules?.Memory.Keys ?? []).Distinct().ToArray();
        var table = Table("layer").Right(["MAC", "leakage", .. levels]);
        foreach (var layer in result.Layers)
        {
            if (layer.EnergyNanojoules is { } energy)
            {
                var memory = levels.Select(l => energy.Memory.TryGetValue(l, out var operands) ? Numbers.Short(operands.Values.Sum(t => t.Read + t.Write)) : "–");
                table.Row([layer.Name, Numbers.Short(energy.Mac), Numbers.Short(energy.Leakage), .. memory]);
            }
        }

        console.Write(table);
    }

    private static void PrintNodes(ResultDocument result, ToolConsole console)
    {
        console.Out.WriteLine("What became of every operator:");
        var table = Table("operator", "type", "outcome", "mapped as").Right("times", "elements");
        foreach (var node in result.Nodes)
        {
            table.Row(node.Name, node.Op, node.Outcome, node.Layer ?? "", node.Repeat.ToString("#,##0"), node.Elements.ToString("#,##0"));
        }

        console.Write(table);
    }

    private static void PrintOperators(ResultDocument result, ToolConsole console)
    {
        int Count(string outcome) => result.Nodes.Count(n => n.Outcome == outcome);
        Line(console, $"Operators: {result.Nodes.Length} in all; {Count("mapped")} mapped, {Count("unmapped")} not mapped, {Count("vector")} vector ({result.Model.VectorElements:#,##0} elements, no cost), {Count("shape")} shape only, {Count("constant")} constant, {Count("unsupported")} unsupported.");
        foreach (var type in result.Nodes.Where(n => n.Outcome == "vector").GroupBy(n => n.Op).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            Line(console, $"  vector {type.Key}: {type.Count()} operators, {type.Sum(n => (double)n.Elements * n.Repeat):#,##0} elements");
        }

        foreach (var node in result.Nodes.Where(n => n.Outcome is "unsupported" or "unmapped"))
        {
            Line(console, $"  {node.Outcome}: {node.Name} ({node.Op})");
        }

        console.Out.WriteLine();
    }

    private static void PrintTotals(ResultDocument result, ToolConsole console)
    {
        var totals = result.Totals;
        var (value, unit) = result.Objective switch
        {
            "latency" => (totals.LatencyCycles, "cycles"),
            "energy" => (totals.EnergyNanojoules, "nJ"),
            _ => (totals.Edp, "nJ·cycles"),
        };
        Line(console, $"Total {result.Objective}: {Numbers.Short(value)} {unit}, proven bound {Numbers.Short(totals.LowerBound)} {unit}, gap {Numbers.Percent(totals.Gap)}.");
    }

    private static void PrintNotes(string title, IReadOnlyCollection<string> notes, ToolConsole console)
    {
        if (notes.Count == 0)
        {
            return;
        }

        console.Out.WriteLine($"{title}:");
        foreach (var note in notes)
        {
            Line(console, $"  {note}");
        }

        console.Out.WriteLine();
    }

    private static void Line(ToolConsole console, string text) => console.Out.WriteLine(ToolConsole.Clean(text));

    private static string Prefix(string hash) => hash.Length <= 12 ? hash : hash[..12];

    private static Table Table(params string[] columns) => TableExtensions.Create().Left(columns);
}
