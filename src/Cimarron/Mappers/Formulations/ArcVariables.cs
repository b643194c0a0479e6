using Cimarron.Solvers;

namespace Cimarron.Mappers.Formulations;

/// <summary>The variables of one arc of the lattice-flow program, named as in docs/formulation.md.</summary>
internal sealed class ArcVariables
{
    public required FlowArc Arc { get; init; }

    /// <summary>x, whether the mapping takes the arc.</summary>
    public required Variable X { get; init; }

    /// <summary>y, per operand one for each column.</summary>
    public required Variable[][] Y { get; init; }

    /// <summary>E, all runs of the nest inside the arc.</summary>
    public Variable Energy { get; init; }

    /// <summary>α, all runs of the nest with the arc.</summary>
    public Variable Alpha { get; init; }

    /// <summary>s, the exposed transfers of one iteration.</summary>
    public Variable Exposed { get; init; }

    /// <summary>b, the restart time inside the arc.</summary>
    public Variable Restart { get; init; }

    /// <summary>b′, the restart time with the arc.</summary>
    public Variable RestartOut { get; init; }

    /// <summary>S^in per operand.</summary>
    public Variable[] SumIn { get; init; } = [];

    /// <summary>S^out per operand.</summary>
    public Variable[] SumOut { get; init; } = [];
}
