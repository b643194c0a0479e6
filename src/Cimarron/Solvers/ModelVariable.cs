namespace Cimarron.Solvers;

/// <summary>What a model knows about one variable.</summary>
/// <param name="Name">Its name; need not be unique.</param>
/// <param name="Lower">Smallest value, −∞ for none.</param>
/// <param name="Upper">Largest value, +∞ for none.</param>
/// <param name="Kind">What values it may take.</param>
public sealed record ModelVariable(string Name, double Lower, double Upper, VariableKind Kind)
{
    /// <summary>Whether only whole numbers are allowed.</summary>
    public bool IsWhole => Kind != VariableKind.Continuous;
}
