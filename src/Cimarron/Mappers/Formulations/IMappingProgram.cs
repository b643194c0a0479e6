using Cimarron.Mappings;
using Cimarron.Solvers;

namespace Cimarron.Mappers.Formulations;

/// <summary>A mixed-integer program whose solutions are mappings of one scheme.</summary>
internal interface IMappingProgram
{
    MipModel Model { get; }

    /// <summary>Cycles or nJ per unit of the model's objective.</summary>
    double Unit { get; }

    /// <summary>The mapping a solution stands for.</summary>
    Mapping Decode(SolveResult solution);

    /// <summary>A solution to start from; null for none.</summary>
    double[]? Start { get; }
}
