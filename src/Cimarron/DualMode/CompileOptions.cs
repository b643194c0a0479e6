using Cimarron.DualMode.Costs;

namespace Cimarron.DualMode;

/// <summary>What the compiler may do, and by which rules it counts.</summary>
public sealed record CompileOptions
{
    /// <summary>The rules of cost.</summary>
    public CostSettings Cost { get; init; } = new();

    /// <summary>Whether arrays may be memory at all.</summary>
    public bool UsesMemoryMode { get; init; } = true;

    /// <summary>Whether operators that do not fit are cut into the largest pieces only, instead of the best size.</summary>
    public bool HasGreedyPieces { get; init; }

    /// <summary>Whether only the fastest allocation of each segment is kept, as in the paper's dynamic program, whatever its neighbours pay for it.</summary>
    public bool KeepsOnePlan { get; init; }

    /// <summary>Whether an operand that is produced at run time may stay in its arrays when they switch to compute.</summary>
    public bool UsesInPlace { get; init; } = true;

    /// <summary>Whether operators may have more than one copy.</summary>
    public bool Duplicates { get; init; } = true;
}
