using System.Collections.Immutable;
using Cimarron.Hardware;

namespace Cimarron.Mappings;

/// <summary>Decides whether a mapping is legal on a chip, and if not names everything that is wrong with it.</summary>
public static class MappingValidator
{
    /// <summary>All findings about a mapping, spatial loops first, then temporal ones, buffering and capacity.</summary>
    /// <param name="mapping">Any mapping, however wrong.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="profile">Whether outputs must start in DRAM.</param>
    /// <returns>Errors, and a remark for each dimension whose loops cover more than its bound. Capacity is judged only when the
    /// loops make sense: every level known and none decreasing inwards.</returns>
    public static ImmutableArray<MappingViolation> Validate(Mapping mapping, Chip chip, LegalityProfile profile = LegalityProfile.Strict)
    {
        var found = ImmutableArray.CreateBuilder<MappingViolation>();
        LoopChecks.Spatial(mapping, chip, found);
        LoopChecks.Temporal(mapping, chip, profile, found);
        LoopChecks.Coverage(mapping, found);
        if (found.All(violation => violation.Kind is not (MappingViolationKind.UnknownPlace or MappingViolationKind.LevelOrder
            or MappingViolationKind.NoTemporalLoop or MappingViolationKind.LoopSize)))
        {
            MemoryChecks.All(NestStructure.Of(mapping, chip), found);
        }

        return found.ToImmutable();
    }

    /// <summary>Whether a mapping has no error.</summary>
    public static bool IsLegal(Mapping mapping, Chip chip, LegalityProfile profile = LegalityProfile.Strict)
    {
        foreach (var violation in Validate(mapping, chip, profile))
        {
            if (violation.Severity == Severity.Error)
            {
                return false;
            }
        }

        return true;
    }
}
