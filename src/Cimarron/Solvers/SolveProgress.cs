namespace Cimarron.Solvers;

/// <summary>Where a running solver is. What it has not said is null.</summary>
/// <param name="Seconds">Wall-clock time since the start.</param>
/// <param name="Objective">Objective of the best solution so far.</param>
/// <param name="Bound">Proven bound so far.</param>
/// <param name="Nodes">Nodes of the search tree so far.</param>
public sealed record SolveProgress(double Seconds, double? Objective, double? Bound, long? Nodes);
