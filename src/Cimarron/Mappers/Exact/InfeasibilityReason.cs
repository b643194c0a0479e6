using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>Why a layer has no mapping: the condition, cap or memory that is in the way.</summary>
internal sealed class InfeasibilityReason(Layer layer, ChipTables chip, MapperOptions options, int schemes)
{
    /// <summary>Time for each question; what is not answered by then is not claimed.</summary>
    private static readonly TimeSpan TimePerQuestion = TimeSpan.FromSeconds(10);

    private readonly MapperOptions _free = options with { LatencyCap = double.PositiveInfinity, EnergyCap = double.PositiveInfinity };

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
        var (fast, frugal) = (true, true);
        if (!double.IsPositiveInfinity(options.LatencyCap))
        {
            var answer = Search(_free with { Objective = Objective.Latency }, cancellation).Run(explain: false);
            if (answer.Mapping is not null && answer.LowerBound > options.LatencyCap)
            {
                return $"no mapping is faster than {answer.LowerBound:N0} cycles, the cap is {options.LatencyCap:N0} cycles";
            }

            fast = answer.Value <= options.LatencyCap;
        }

        if (!double.IsPositiveInfinity(options.EnergyCap))
        {
            var answer = Search(_free with { Objective = Objective.Energy }, cancellation).Run(explain: false);
            if (answer.Mapping is not null && answer.LowerBound > options.EnergyCap)
            {
                return $"no mapping takes less than {answer.LowerBound:N3} nJ, the cap is {options.EnergyCap:N3} nJ";
            }

            frugal = answer.Value <= options.EnergyCap;
        }

        if (!options.HasCaps)
        {
            return null;
        }

        return fast && frugal ? "each of the caps can be kept alone, but not both at once"
            : HasMapping(_free, cancellation) ? "there are mappings, but none within the caps"
            : null;
    }

    private string? OfConditions(CancellationToken cancellation)
    {
        if (options.Constraints.IsEmpty)
        {
            return null;
        }

        var single = options.Constraints.Split(chip.Chip)
            .Where(c => HasMapping(_free with { Constraints = options.Constraints.Without(c.Constraint) }, cancellation))
            .Select(c => c.Text)
            .ToArray();
        return single.Length > 0 ? $"the conditions leave no mapping; there is one without {string.Join(", or without ", single)}"
            : HasMapping(_free with { Constraints = MappingConstraints.None }, cancellation) ? "the conditions together leave no mapping"
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

    /// <summary>Whether a mapping is found; the best one is not asked for.</summary>
    private bool HasMapping(MapperOptions changed, CancellationToken cancellation)
    {
        var search = Search(changed, cancellation);
        return (search.First().Mapping ?? search.Run(explain: false).Mapping) is not null;
    }

    private LayerSearch Search(MapperOptions changed, CancellationToken cancellation) =>
        new(new ChipSearchTables(chip.Chip, changed.Constraints), layer, changed with { TimeLimit = TimePerQuestion }, null, cancellation);
}
