namespace Cimarron.Solvers;

/// <summary>How the two sides of a constraint compare.</summary>
public enum ConstraintSense
{
    /// <summary>Left ≤ right.</summary>
    LessOrEqual,

    /// <summary>Left ≥ right.</summary>
    GreaterOrEqual,

    /// <summary>Left = right.</summary>
    Equal,
}
