using Cimarron.Reports;

namespace Cimarron.Tool.Output;

/// <summary>A pruned network beside the dense one, operator by operator.</summary>
internal static class SparsityTable
{
    public static void Print(ResultDocument result, ToolConsole console)
    {
        if (result.Sparsity is not { } sparsity)
        {
            return;
        }

        console.Out.WriteLine(ToolConsole.Clean($"Pattern {sparsity.Pattern}: {Numbers.Percent(sparsity.Ratio)} of the weights removed, masks {sparsity.Masks}. Beside the dense network, per execution:"));
        var table = TableExtensions.Create().Left("operator", "dense", "packed").Right("kept", "stored", "index bits", "cycles dense", "cycles", "gain", "nJ dense", "nJ", "gain").Left("remark");
        foreach (var op in sparsity.Operators)
        {
            table.Row(
                op.Name,
                op.DenseShape,
                op.Shape,
                Numbers.Percent((double)op.Kept / op.Weights),
                Numbers.Percent((double)op.Stored / op.Weights),
                op.IndexBits.ToString("#,##0"),
                Numbers.Cycles(op.DenseLatencyCycles),
                Numbers.Cycles(op.LatencyCycles),
                Numbers.Ratio(op.DenseLatencyCycles / op.LatencyCycles),
                Numbers.Short(op.DenseEnergyNanojoules),
                Numbers.Short(op.EnergyNanojoules),
                Numbers.Ratio(op.DenseEnergyNanojoules / op.EnergyNanojoules),
                op.Remark);
        }

        console.Write(table);
        if (sparsity.Dense is { } dense)
        {
            console.Out.WriteLine(ToolConsole.Clean($"Dense: {Numbers.Cycles(dense.LatencyCycles)} cycles, {Numbers.Short(dense.EnergyNanojoules)} nJ, EDP {Numbers.Short(dense.Edp)} nJ·cycles, {dense.Proven} of {dense.Layers} layers proven optimal."));
            console.Out.WriteLine();
        }
    }
}
