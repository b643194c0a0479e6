namespace Cimarron.Solvers;

/// <summary>What values a variable may take within its bounds.</summary>
public enum VariableKind
{
    /// <summary>Any real number.</summary>
    Continuous,

    /// <summary>0 or 1.</summary>
    Binary,

    /// <summary>Any whole number.</summary>
    Integer,
}
