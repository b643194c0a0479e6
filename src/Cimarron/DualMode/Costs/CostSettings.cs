namespace Cimarron.DualMode.Costs;

/// <summary>The rules of cost, with what the paper leaves open.</summary>
public sealed record CostSettings
{
    /// <summary>The rules.</summary>
    public CostModelKind Model { get; init; } = CostModelKind.Physical;

    /// <summary>Paper model: whether operators load weights in parallel without paying for the bus.</summary>
    public bool HasFreeBus { get; init; }

    /// <summary>Paper model: whether weight bytes count in the arithmetic intensity; they are then paid twice.</summary>
    public bool CountsWeightsInIntensity { get; init; }

    /// <summary>
    /// Paper model: whether K in AI = K counts the columns of a packed tile, as if the input of one group served all of them. Their streams are then shorter than they are.
    /// </summary>
    public bool CountsPackInIntensity { get; init; }

    /// <summary>Whether small groups of weights share arrays block-diagonally.</summary>
    public bool PacksGroups { get; init; } = true;

    /// <summary>The times by these rules.</summary>
    public ICostModel ModelOf(DualModeChip chip) => Model == CostModelKind.Paper ? new PaperCost(chip, this) : new PhysicalCost(chip);
}
