using System.Collections.Immutable;

namespace Cimarron.Reports;

/// <summary>The chip of a result, complete enough to evaluate its mappings again anywhere.</summary>
/// <param name="Name">Name of the chip.</param>
/// <param name="Hash">Hash of everything that decides a cost.</param>
/// <param name="Rules">The timing and energy rules used.</param>
/// <param name="Derivations">How figures that are not from the chip file were derived.</param>
/// <param name="Definition">The chip file, variants applied; empty when the chip was not made from one.</param>
public sealed record ResultChip(string Name, string Hash, string Rules, ImmutableArray<string> Derivations, string Definition);
