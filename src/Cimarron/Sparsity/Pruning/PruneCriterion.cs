namespace Cimarron.Sparsity.Pruning;

/// <summary>What removing weights loses.</summary>
public enum PruneCriterion
{
    /// <summary>Σ |w|.</summary>
    L1,

    /// <summary>Σ w².</summary>
    L2,
}
