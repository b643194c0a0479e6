namespace Cimarron.Solvers;

/// <summary>One way to reach a solver, and whether it is there.</summary>
/// <param name="Name">The name it is chosen by.</param>
/// <param name="Kind">How it is run, for people.</param>
/// <param name="Version">Its version; null when it is missing or does not say.</param>
/// <param name="Path">Where it is; null when it is missing.</param>
/// <param name="Problem">What is missing or wrong; null when it can be used.</param>
/// <param name="Hint">How to get it.</param>
public sealed record SolverInfo(string Name, string Kind, string? Version, string? Path, string? Problem, string Hint)
{
    /// <summary>Whether it can be used.</summary>
    public bool IsUsable => Problem is null;
}
