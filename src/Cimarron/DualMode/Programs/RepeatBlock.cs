using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>
/// Statements that run several times, with other weights each time. Before every further iteration the carried tensors take over the place and
/// the contents of what they are carried from.
/// </summary>
/// <param name="Count">Iterations, ≥ 2.</param>
/// <param name="Carries">Pairs: a tensor of the iteration that ends, and the one of the next iteration that takes it over.</param>
/// <param name="Body">Statements.</param>
public sealed record RepeatBlock(int Count, ImmutableArray<(string From, string To)> Carries, ImmutableArray<Statement> Body) : Statement;
