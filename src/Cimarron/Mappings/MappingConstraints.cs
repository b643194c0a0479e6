using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>
/// Conditions a user puts on mappings beyond legality. A condition only removes mappings, so it never improves an optimum.
/// </summary>
public sealed record MappingConstraints
{
    /// <summary>No condition.</summary>
    public static MappingConstraints None { get; } = new();

    /// <summary>
    /// Dimensions outermost first, each at most once: every temporal loop over an earlier one runs outside of every temporal loop over a later one.
    /// Dimensions not listed are free. Parallel loops have no order.
    /// </summary>
    public ImmutableArray<Dim> Order { get; init; } = [];

    /// <summary>Levels that an operand must bypass.</summary>
    public ImmutableArray<OperandAtLevel> Forbidden { get; init; } = [];

    /// <summary>
    /// Operands of which every element enters the level, or what is inside it, only once: outside of the innermost loop that changes the tile kept
    /// there runs no loop that leaves it alone. An output leaves the level only when it is finished.
    /// </summary>
    public ImmutableArray<OperandAtLevel> Stationary { get; init; } = [];

    /// <summary>Limits on the use of buffers.</summary>
    public ImmutableArray<BufferLimit> Limits { get; init; } = [];

    /// <summary>Whether there is no condition at all.</summary>
    public bool IsEmpty => Order.IsEmpty && Forbidden.IsEmpty && Stationary.IsEmpty && Limits.IsEmpty;

    /// <summary>Whether a loop over <paramref name="inner"/> may not have a loop over <paramref name="outer"/> inside of it.</summary>
    public bool Orders(Dim outer, Dim inner)
    {
        var position = Order.IndexOf(outer);
        return position >= 0 && position < Order.IndexOf(inner);
    }

    /// <summary>Every condition a legal mapping breaks, one sentence each; empty when it keeps all of them.</summary>
    public ImmutableArray<string> Violations(Mapping mapping, Chip chip) =>
    [
        .. OrderViolations(mapping),
        .. Forbidden.Where(f => mapping.Temporal.Any(l => l.Level(f.Operand) == f.Level)).Select(f => $"{Name(f.Operand)} uses {chip.Levels[f.Level].Name}, which is forbidden"),
        .. Stationary.Where(s => Refetches(mapping, s)).Select(s => $"{Name(s.Operand)} is not stationary at {chip.Levels[s.Level].Name}"),
        .. LimitViolations(mapping, chip),
    ];

    /// <summary>The conditions one by one, each with its sentence; together they are this.</summary>
    public IEnumerable<(string Text, MappingConstraints Constraint)> Split(Chip chip)
    {
        if (!Order.IsEmpty)
        {
            yield return ($"the order {string.Join(", ", Order)}", None with { Order = Order });
        }

        foreach (var forbidden in Forbidden)
        {
            yield return ($"no {Name(forbidden.Operand)} in {chip.Levels[forbidden.Level].Name}", None with { Forbidden = [forbidden] });
        }

        foreach (var stationary in Stationary)
        {
            yield return ($"{Name(stationary.Operand)} stationary at {chip.Levels[stationary.Level].Name}", None with { Stationary = [stationary] });
        }

        foreach (var limit in Limits)
        {
            yield return ($"at most {limit.Bits:N0} bit of {(limit.Operand is { } operand ? Name(operand) : "all operands")} in {chip.Levels[limit.Level].Name}", None with { Limits = [limit] });
        }
    }

    /// <summary>All conditions but those of <paramref name="removed"/>.</summary>
    public MappingConstraints Without(MappingConstraints removed) => new()
    {
        Order = removed.Order.IsEmpty ? Order : [],
        Forbidden = Forbidden.RemoveRange(removed.Forbidden),
        Stationary = Stationary.RemoveRange(removed.Stationary),
        Limits = Limits.RemoveRange(removed.Limits),
    };

    private static char Name(Operand operand) => operand.ToString()[0];

    private IEnumerable<string> OrderViolations(Mapping mapping)
    {
        var loops = mapping.Temporal;
        for (var outer = 0; outer < loops.Length; outer++)
        {
            for (var inner = outer + 1; inner < loops.Length; inner++)
            {
                if (Orders(loops[inner].Dim, loops[outer].Dim))
                {
                    yield return $"the loop over {loops[outer].Dim} at position {outer + 1} runs outside of the one over {loops[inner].Dim} at position {inner + 1}";
                }
            }
        }
    }

    private static bool Refetches(Mapping mapping, OperandAtLevel place)
    {
        var stays = false;
        foreach (var loop in mapping.Temporal.Where(l => l.Level(place.Operand) < place.Level && l.Size > 1))
        {
            if (!Operands.IsRelevant(place.Operand, loop.Dim))
            {
                stays = true;
            }
            else if (stays)
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<string> LimitViolations(Mapping mapping, Chip chip)
    {
        if (Limits.IsEmpty)
        {
            yield break;
        }

        var nest = NestStructure.Of(mapping, chip);
        foreach (var (level, operand, bits) in Limits)
        {
            var used = operand is { } one ? nest.OccupiedBits(level, one) : nest.OccupiedBits(level);
            if (used > bits)
            {
                yield return $"{(operand is { } named ? Name(named) : "all operands")} take {used:N0} bit of {chip.Levels[level].Name}, the limit is {bits:N0} bit";
            }
        }
    }
}
