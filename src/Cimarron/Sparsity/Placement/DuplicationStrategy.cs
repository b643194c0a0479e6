namespace Cimarron.Sparsity.Placement;

/// <summary>What macros beyond one tile are for.</summary>
public enum DuplicationStrategy
{
    /// <summary>Other tiles only.</summary>
    Spatial,

    /// <summary>Copies of one tile, which work on other inputs.</summary>
    Duplicate,

    /// <summary>Other tiles first, copies with what is left.</summary>
    Both,
}
