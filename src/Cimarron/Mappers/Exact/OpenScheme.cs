namespace Cimarron.Mappers.Exact;

/// <summary>A scheme that may still hold something better.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Bound">Proven lower bound on the objective of what has not been looked at.</param>
internal sealed record OpenScheme(Scheme Scheme, double Bound);
