using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>Why a layer has no mapping: the condition, cap or memory that is in the way.</summary>
internal sealed class InfeasibilityReason(Layer layer, ChipTables chip, MapperOptions options, int schemes)
{
    /// <summary>Time for each question; what is not answered by then is not claimed.</summary>
    private static readonly TimeSpan TimePerQuestion = TimeSpan.FromSeconds(10);

    /// <summary>One sentence without a full stop.</summary>
    public string Find(CancellationToken cancellation)
    {
        if (schemes == 0)
        {
            return "the layer has a single multiply-accumulate, which leaves no loop to map";
        }

        return OfCaps(cancellation) ?? OfConditions(cancellation) ?? OfMemory();
    }

    private string? OfCaps(CancellationToken cancellation)
    {
        if (double.IsPositiveInfinity(options.LatencyCap) && double.IsPositiveInfinity(options.EnergyCap))
        {
            return null;
        }

        var free = options with { LatencyCap = double.PositiveInfinity, EnergyCap = double.PositiveInfinity };
        var fastest = Answer(free with { Objective = Objective.Latency }, cancellation);
        if (fastest.Status == MapperStatus.Infeasible)
        {
            return null;
        }

        if (fastest.LowerBound > options.LatencyCap)
        {
            return $"no mapping is faster than {fastest.LowerBound:N0} cycles, the cap is {options.LatencyCap:N0} cycles";
        }

        var frugal = Answer(free with { Objective = Objective.Energy }, cancellation);
        return frugal.LowerBound > options.EnergyCap
            ? $"no mapping takes less than {frugal.LowerBound:N3} nJ, the cap is {options.EnergyCap:N3} nJ"
            : "each of the caps can be kept alone, but not both at once";
    }

    private string? OfConditions(CancellationToken cancellation)
    {
        if (options.Constraints.IsEmpty)
        {
            return null;
        }

        var single = options.Constraints.Split(chip.Chip)
            .Where(c => Answer(options with { Constraints = options.Constraints.Without(c.Constraint) }, cancellation).Mapping is not null)
            .Select(c => c.Text)
            .ToArray();
        return single.Length > 0 ? $"the conditions leave no mapping; there is one without {string.Join(", or without ", single)}"
            : Answer(options with { Constraints = MappingConstraints.None }, cancellation).Mapping is not null ? "the conditions together leave no mapping"
            : null;
    }

    private string OfMemory()
    {
        var needed = SchemeFloor.DramBits(chip, layer);
        var dram = chip.Chip.Levels[0];
        return needed > dram.CapacityBits
            ? $"the operands take at least {needed:N0} bit, but {dram.Name} has {dram.CapacityBits:N0} bit"
            : "no assignment of tiles to levels fits their capacities; the smallest level is "
                + chip.Chip.Levels.Select(l => $"{l.Name} ({l.CapacityBits:N0} bit)").Last();
    }

    private MapperResult Answer(MapperOptions changed, CancellationToken cancellation) =>
        new LayerSearch(new ChipSearchTables(chip.Chip, changed.Constraints), layer, changed with { TimeLimit = TimePerQuestion }, null, cancellation).Run();
}
