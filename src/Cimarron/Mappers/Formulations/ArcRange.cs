namespace Cimarron.Mappers.Formulations;

/// <summary>Between which values the variables of an arc lie if the mapping takes it, cycles.</summary>
/// <param name="LeastEnergy">Least E: all runs of the nest inside.</param>
/// <param name="MostEnergy">Largest E that leaves room for what is outside; less than <paramref name="LeastEnergy"/> when no mapping within the cap takes the arc.</param>
/// <param name="LeastRestart">Least b.</param>
/// <param name="LeastSums">Least S^in per operand.</param>
/// <param name="MostSums">Largest S^in per operand.</param>
internal sealed record ArcRange(double LeastEnergy, double MostEnergy, double LeastRestart, double[] LeastSums, double[] MostSums);
