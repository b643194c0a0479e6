namespace Cimarron.DualMode.Segmentation;

/// <summary>Where a tensor is while a segment ends and the next begins.</summary>
public enum Residency
{
    /// <summary>In external memory only.</summary>
    External,

    /// <summary>In arrays only, until it is used up.</summary>
    Arrays,

    /// <summary>In arrays, with a copy in external memory, so that it can be dropped.</summary>
    Both,

    /// <summary>In arrays as the tiles of the operator whose stationary operand it is.</summary>
    InPlace,
}
