using System.Collections.Immutable;
using Cimarron.DualMode;
using Cimarron.DualMode.Costs;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>A chip and rules of cost.</summary>
/// <param name="Id">Name in questions and files.</param>
/// <param name="Title">Name in tables.</param>
/// <param name="Changes">Changes of the chip.</param>
/// <param name="Cost">Rules of cost.</param>
/// <param name="CopiesProducts">Whether baselines copy matrix products.</param>
/// <param name="HasGreedyPieces">Whether our compiler cuts greedily.</param>
/// <param name="ChipName">The chip.</param>
/// <param name="IsLiteral">Whether cycles follow the literal reading instead of compiled plans.</param>
internal sealed record DualSetting(
    string Id, string Title, ImmutableArray<string> Changes, CostSettings Cost, bool CopiesProducts = true, bool HasGreedyPieces = false, string ChipName = "dynaplasia", bool IsLiteral = false)
{
    private readonly Lazy<DualModeChip> _chip = new(() => DualModeChipLibrary.Load(ChipName, Changes));

    public static DualSetting Physical { get; } = new("physical", "physical", [], new CostSettings());

    public static DualSetting Paper { get; } = new("paper", "paper, loads share the bus", [], new CostSettings { Model = CostModelKind.Paper });

    public static DualSetting PaperReload { get; } = new("paper-reload", "paper, loads in parallel", [], new CostSettings { Model = CostModelKind.Paper, HasFreeBus = true });

    public static DualSetting Fit { get; } = Of(CompilePreset.Fit);

    public static DualSetting Trend { get; } = Of(CompilePreset.Trend);

    public static DualSetting LiteralBus { get; } = Literal(Paper);

    public static DualSetting LiteralParallel { get; } = Literal(PaperReload);

    public static DualSetting LiteralFit { get; } = Literal(Fit);

    public static DualSetting LiteralTrend { get; } = Literal(Trend);

    public DualModeChip Chip => _chip.Value;

    public static DualSetting Of(CompilePreset preset) =>
        new(preset.Name, $"preset {preset.Name}", preset.ChipChanges, preset.Cost, preset.CopiesProducts, preset.HasGreedyPieces);

    /// <summary>The same with further changes of the chip, or on another one.</summary>
    public DualSetting With(string suffix, string chip, params ImmutableArray<string> changes) =>
        new($"{Id} {suffix}", Title, [.. Changes, .. changes], Cost, CopiesProducts, HasGreedyPieces, chip);

    private static DualSetting Literal(DualSetting setting) => new(
        $"{setting.Id} literal", $"{setting.Title}, literal reading", setting.Changes, setting.Cost, setting.CopiesProducts, setting.HasGreedyPieces, setting.ChipName, IsLiteral: true);
}
