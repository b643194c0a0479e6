namespace Cimarron.Mappers;

/// <summary>A mixed-integer program of the mapping problem (docs/formulation.md).</summary>
public enum MipFormulation
{
    /// <summary>F1: loops in slots, slots at levels, the recursion with big constants.</summary>
    Slots,

    /// <summary>F2: flows through the lattice of inner tiles.</summary>
    LatticeFlow,
}
