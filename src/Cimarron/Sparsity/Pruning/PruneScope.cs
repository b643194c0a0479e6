namespace Cimarron.Sparsity.Pruning;

/// <summary>Over what the share of removed blocks is kept.</summary>
public enum PruneScope
{
    /// <summary>Every layer loses the same share.</summary>
    Layer,

    /// <summary>All layers together lose it, those first whose blocks have the least loss per weight; every layer keeps a block.</summary>
    Network,
}
