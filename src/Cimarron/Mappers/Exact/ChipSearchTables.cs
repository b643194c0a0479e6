using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>What the search needs to know of a chip: states, moves, anchors; shared by all layers and schemes.</summary>
internal sealed class ChipSearchTables
{
    public ChipSearchTables(Chip chip, MappingConstraints? constraints = null)
    {
        Costs = new ChipTables(chip);
        if (Costs.HolderCount.Skip(1).Count(h => h > 1) > 1)
        {
            throw new DiagnosticException(
                Diagnostic.Error(
                    "CIM0501",
                    "the exact mapper handles one on-chip level that holds several operands, this chip has more",
                    field: "levels",
                    hint: "Give each operand its own level, or split the shared ones by operand."),
                ExitCode.BadInput);
        }

        Room = new Room(Costs, constraints ?? MappingConstraints.None);
        States = [.. Enumerable.Range(0, Operands.Count).Select(x => new StateTable(Costs, x, Room))];
        Classes = [.. Enumerable.Range(0, Operands.Count).Select(x => new EnergyClasses(Costs, Room.LevelsOf[x], States[x]))];
        SharedLevel = Array.FindLastIndex(Costs.HolderCount, h => h > 1);
        MaxTimers = States.Sum(s => s.States.Select(state => state.Timers).DefaultIfEmpty(1).Max());
    }

    public ChipTables Costs { get; }

    /// <summary>Levels and bits that may be used.</summary>
    public Room Room { get; }

    public StateTable[] States { get; }

    public EnergyClasses[] Classes { get; }

    /// <summary>The on-chip level shared by several operands, 0 when only DRAM is.</summary>
    public int SharedLevel { get; }

    public int MaxTimers { get; }
}
