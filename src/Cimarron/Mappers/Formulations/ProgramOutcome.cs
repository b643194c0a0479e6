using Cimarron.Mappings;

namespace Cimarron.Mappers.Formulations;

/// <summary>What solving the lattice-flow program of one scheme has shown.</summary>
/// <param name="IsComplete">Whether the solver proved its answer; else its time was up.</param>
/// <param name="Value">The recursion's value of the best mapping found; +∞ without one.</param>
/// <param name="Mapping">The mapping; null when the solver proved that none is as good as the limit, or ran out of time.</param>
/// <param name="Bound">What the solver proved about every mapping of the program, at most the limit; −∞ when nothing.</param>
/// <param name="RootBound">The first program's linear relaxation; null when the solver does not tell.</param>
/// <param name="Nodes">Nodes of all search trees.</param>
/// <param name="Programs">Programs solved; more than one for the energy-delay product.</param>
/// <param name="Seconds">Time in the solver.</param>
internal sealed record ProgramOutcome(bool IsComplete, double Value, Mapping? Mapping, double Bound, double? RootBound, long Nodes, int Programs, double Seconds);
