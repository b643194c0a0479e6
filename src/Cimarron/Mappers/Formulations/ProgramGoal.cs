namespace Cimarron.Mappers.Formulations;

/// <summary>What one lattice-flow program minimises, and within which limits.</summary>
/// <param name="IsLatency">Latency; else energy.</param>
/// <param name="LatencyCap">Largest latency, cycles.</param>
/// <param name="Leakage">Energy per cycle, nJ.</param>
/// <param name="Nanojoules">An energy of the size expected, for scaling; &gt; 0.</param>
/// <param name="DramBits">Capacity of DRAM.</param>
/// <param name="MostNanojoules">Largest energy, nJ.</param>
/// <param name="LatencyFloor">Least latency, cycles, where only part of the range is of interest.</param>
internal sealed record ProgramGoal(bool IsLatency, double LatencyCap, double Leakage, double Nanojoules, long DramBits, double MostNanojoules, double LatencyFloor = 0);
