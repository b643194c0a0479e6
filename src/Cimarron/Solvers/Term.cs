using System.Runtime.InteropServices;

namespace Cimarron.Solvers;

/// <summary>A coefficient times a variable.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Coefficient">The coefficient, finite.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Term(Variable Variable, double Coefficient);
