using Cimarron.Solvers;

namespace Cimarron.DualMode.Allocation;

/// <summary>A variable of a program and what one of it stands for.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Unit">Cycles, or in a program of rates the time whose reciprocal is 1.</param>
internal readonly record struct ScaledVariable(Variable Variable, double Unit);
