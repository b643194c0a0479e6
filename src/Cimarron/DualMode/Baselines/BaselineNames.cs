namespace Cimarron.DualMode.Baselines;

/// <summary>Baselines by the names users see.</summary>
public static class BaselineNames
{
    /// <summary>All baselines.</summary>
    public static IReadOnlyList<(string Name, BaselineKind Kind)> All { get; } =
    [
        ("occ", BaselineKind.Occ), ("puma", BaselineKind.Puma), ("cim-mlc", BaselineKind.CimMlc), ("cim-mlc-aware", BaselineKind.CimMlcAware),
    ];
}
