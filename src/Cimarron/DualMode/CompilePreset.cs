using System.Collections.Immutable;
using Cimarron.DualMode.Costs;

namespace Cimarron.DualMode;

/// <summary>
/// A named choice for what CMSwitch (ASPLOS 2025, arXiv 2502.17006) leaves open: fields of the chip and rules of cost. The defaults are what the timing simulator executes.
/// For the compiler a preset sets these fields and rules and nothing else: its plans are freer than the literal reading (<see cref="Literal.LiteralModel"/>), by which the published figures are reproduced.
/// </summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Description">What it is for, one sentence.</param>
/// <param name="ChipChanges">Fields of the chip, as for <see cref="DualModeChipLibrary.Load"/>.</param>
/// <param name="Cost">The rules of cost.</param>
/// <param name="CopiesProducts">Whether baselines give copies to matrix products too.</param>
/// <param name="HasGreedyPieces">Whether what does not fit is cut into the fewest pieces.</param>
public sealed record CompilePreset(string Name, string Description, ImmutableArray<string> ChipChanges, CostSettings Cost, bool CopiesProducts, bool HasGreedyPieces)
{
    /// <summary>With the literal reading it comes closest to the published averages.</summary>
    public static CompilePreset Fit { get; } = new(
        "fit",
        "for the averages that CMSwitch reports",
        ["memoryMode=4B/cycle", "external=4B/cycle"],
        new CostSettings { Model = CostModelKind.Paper, HasFreeBus = true, CountsPackInIntensity = true },
        CopiesProducts: false,
        HasGreedyPieces: false);

    /// <summary>With the literal reading the gain falls with the sequence length as published.</summary>
    public static CompilePreset Trend { get; } = new(
        "trend",
        "for the gain that falls with the sequence length",
        ["memoryMode=4B/cycle", "stepCycles=128"],
        new CostSettings { Model = CostModelKind.Paper, HasFreeBus = true, CountsWeightsInIntensity = true },
        CopiesProducts: true,
        HasGreedyPieces: true);

    /// <summary>All presets.</summary>
    public static IReadOnlyList<CompilePreset> All { get; } = [Fit, Trend];

    /// <summary>The preset's changes of the chip and then the user's, which win.</summary>
    public ImmutableArray<string> With(IEnumerable<string> changes)
    {
        var own = changes.ToImmutableArray();
        bool IsSet(string change) => own.Any(o => string.Equals(Key(o), Key(change), StringComparison.OrdinalIgnoreCase));
        return [.. ChipChanges.Where(c => !IsSet(c)), .. own];
    }

    private static string Key(string change) => change.Split('=')[0].Trim();
}
