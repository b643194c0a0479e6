namespace Cimarron.Solvers.Checking;

/// <summary>The worst way in which values miss a model.</summary>
/// <param name="What">The variable or row, and what is wrong with it.</param>
/// <param name="Amount">By how much, in units of the tolerance allowed there; > 1.</param>
internal sealed record Violation(string What, double Amount);
