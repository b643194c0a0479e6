using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Reports;

/// <summary>Energy of one execution of a layer, nJ.</summary>
/// <param name="Total">Everything.</param>
/// <param name="Mac">Macro activations.</param>
/// <param name="Leakage">Static energy.</param>
/// <param name="Memory">Traffic by level name and operand letter.</param>
public sealed record ResultEnergy(double Total, double Mac, double Leakage, IReadOnlyDictionary<string, IReadOnlyDictionary<string, ResultTraffic>> Memory)
{
    /// <summary>The energy part of a cost.</summary>
    public static ResultEnergy From(LayerCost cost, Chip chip)
    {
        var memory = new Dictionary<string, IReadOnlyDictionary<string, ResultTraffic>>();
        foreach (var level in cost.Memory.GroupBy(m => m.Level).OrderBy(g => g.Key))
        {
            memory[chip.Levels[level.Key].Name] = level.OrderBy(m => m.Operand).ToDictionary(m => m.Operand.Letter(), m => new ResultTraffic(m.ReadNanojoules, m.WriteNanojoules));
        }

        return new ResultEnergy(cost.TotalNanojoules, cost.MacNanojoules, cost.LeakageNanojoules, memory);
    }
}
