namespace Cimarron.Exploration.Sparse;

/// <summary>How far a sweep over patterns is.</summary>
/// <param name="Done">Patterns done.</param>
/// <param name="Total">Patterns, the dense run included.</param>
/// <param name="Current">What is being worked on.</param>
public sealed record SparseProgress(int Done, int Total, string Current);
