namespace Cimarron.Sparsity.Patterns;

/// <summary>What the side of a block is measured by.</summary>
public enum ExtentKind
{
    /// <summary>A number of rows or columns.</summary>
    Count,

    /// <summary>The whole side of the matrix.</summary>
    All,

    /// <summary>The rows of one input channel: R·S.</summary>
    Channel,
}
