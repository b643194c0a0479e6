using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Tool.Output;

/// <summary>The cost of one mapping as tables.</summary>
internal static class CostTables
{
    public static void Print(LayerCost cost, Chip chip, ToolConsole console)
    {
        PrintCycles(cost, console);
        PrintEnergy(cost, chip, console);
        console.Out.WriteLine($"array in use {Numbers.Percent(cost.SpatialUtilisation)} of all cells while computing, {cost.CoresUsed} cores, {cost.MacActivations:#,##0} activations each, padding ×{Numbers.Short(cost.PaddingFactor)}");
        console.Out.WriteLine($"{Numbers.Cycles(cost.LatencyCycles)} cycles, {Numbers.Short(cost.TotalNanojoules)} nJ, EDP {Numbers.Short(cost.Edp)} nJ·cycles");
    }

    private static void PrintCycles(LayerCost cost, ToolConsole console)
    {
        var stalls = cost.Stalls;
        (string Name, double Cycles)[] parts =
        [
            ("computing", stalls.ComputeCycles),
            ("mode switch (writing the macro)", stalls.ModeSwitchCycles),
            ("waiting for inputs", stalls.InputTransferCycles),
            ("waiting for weights", stalls.WeightTransferCycles),
            ("waiting for partial sums", stalls.OutputFetchCycles),
            ("waiting for write-back", stalls.OutputWriteBackCycles),
            ("preload", stalls.PreloadCycles),
        ];
        var table = TableExtensions.Create().Left("cycles spent").Right("cycles", "share");
        foreach (var (name, cycles) in parts)
        {
            table.Row(name, Numbers.Cycles(cycles), Numbers.Percent(cycles / cost.LatencyCycles));
        }

        console.Write(table.Row("total", Numbers.Cycles(cost.LatencyCycles), "100 %"));
    }

    private static void PrintEnergy(LayerCost cost, Chip chip, ToolConsole console)
    {
        var table = TableExtensions.Create().Left("energy", "operand").Right("read nJ", "write nJ", "share");
        foreach (var memory in cost.Memory.OrderBy(m => m.Level).ThenBy(m => m.Operand))
        {
            table.Row(chip.Levels[memory.Level].Name, memory.Operand.Letter(), Numbers.Short(memory.ReadNanojoules), Numbers.Short(memory.WriteNanojoules), Share(memory.ReadNanojoules + memory.WriteNanojoules, cost));
        }

        table.Row("MAC", "", Numbers.Short(cost.MacNanojoules), "", Share(cost.MacNanojoules, cost));
        table.Row("leakage", "", Numbers.Short(cost.LeakageNanojoules), "", Share(cost.LeakageNanojoules, cost));
        console.Write(table.Row("total", "", Numbers.Short(cost.TotalNanojoules), "", "100 %"));
    }

    private static string Share(double nanojoules, LayerCost cost) => Numbers.Percent(cost.TotalNanojoules > 0 ? nanojoules / cost.TotalNanojoules : 0);
}
