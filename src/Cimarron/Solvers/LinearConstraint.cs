using System.Runtime.InteropServices;

namespace Cimarron.Solvers;

/// <summary>A linear constraint before it enters a model. Constants on the left move to the right when it does.</summary>
/// <param name="Expression">The left side.</param>
/// <param name="Sense">How the sides compare.</param>
/// <param name="RightSide">The right side, finite.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LinearConstraint(LinearExpression Expression, ConstraintSense Sense, double RightSide);
