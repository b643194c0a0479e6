namespace Cimarron.Mappers.Baselines;

/// <summary>How long random sampling goes on, and from which seed.</summary>
public sealed record RandomOptions
{
    /// <summary>Range and description of <see cref="Samples"/>.</summary>
    public static NumberOption SamplesOption { get; } = new("samples", "mappings drawn per layer; the answer then depends on the seed alone", "", 10_000, 1, 1e9, IsWhole: true);

    /// <summary>Default, range and description of <see cref="Seconds"/>.</summary>
    public static NumberOption SecondsOption { get; } = new("seconds", "time per layer when no number of samples is given", "s", 1, 0.001, 1_000_000, IsWhole: false);

    /// <summary>Default, range and description of <see cref="Seed"/>.</summary>
    public static NumberOption SeedOption { get; } = new("seed", "seed of the random numbers", "", 1, 0, int.MaxValue, IsWhole: true);

    /// <summary>Mappings drawn per layer, ≥ 1; null to draw until <see cref="Seconds"/> are over.</summary>
    public int? Samples { get; init; }

    /// <summary>Wall-clock seconds per layer where <see cref="Samples"/> is null; null leaves the default, or in a comparison the time of the exact mapper.</summary>
    public double? Seconds { get; init; }

    /// <summary>Seed of the random numbers; every layer starts from it.</summary>
    public int Seed { get; init; } = (int)SeedOption.Default;
}
