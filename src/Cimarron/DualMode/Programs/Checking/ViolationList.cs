using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs.Checking;

/// <summary>Findings without repetitions, up to a cap.</summary>
internal sealed class ViolationList
{
    private readonly HashSet<ProgramViolation> seen = [];
    private readonly ImmutableArray<ProgramViolation>.Builder found = ImmutableArray.CreateBuilder<ProgramViolation>();

    public void Add(ProgramViolationKind kind, string path, string message)
    {
        var violation = new ProgramViolation(kind, path, message);
        if (found.Count < ProgramValidator.MaxViolations && seen.Add(violation))
        {
            found.Add(violation);
        }
    }

    public bool Any(ProgramViolationKind kind) => found.Any(v => v.Kind == kind);

    public ImmutableArray<ProgramViolation> ToImmutable() => found.ToImmutable();
}
