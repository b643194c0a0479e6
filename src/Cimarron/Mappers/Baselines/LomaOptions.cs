namespace Cimarron.Mappers.Baselines;

/// <summary>How far the LOMA-style search goes.</summary>
public sealed record LomaOptions
{
    /// <summary>Default, range and description of <see cref="Limit"/>.</summary>
    public static NumberOption LimitOption { get; } = new("limit", "most loops to permute; smaller prime factors of a dimension are merged first", "", 6, 1, 9, IsWhole: true);

    /// <summary>Default, range and description of <see cref="SpatialCandidates"/>.</summary>
    public static NumberOption SpatialOption { get; } = new("spatial", "spatial unrollings tried, those that use the arrays best", "", 3, 1, 100_000, IsWhole: true);

    /// <summary>Most loops to permute (LOMA's <c>lpf_limit</c>).</summary>
    public int Limit { get; init; } = (int)LimitOption.Default;

    /// <summary>Spatial unrollings tried.</summary>
    public int SpatialCandidates { get; init; } = (int)SpatialOption.Default;
}
