namespace Cimarron.DualMode.Baselines;

/// <summary>Compilers to compare with, on the same cost model; all arrays compute.</summary>
public enum BaselineKind
{
    /// <summary>OCC-style: one operator at a time, no copies.</summary>
    Occ,

    /// <summary>PUMA-style: operators fill a segment in order; spare arrays go to the slowest operator again and again.</summary>
    Puma,

    /// <summary>CIM-MLC-style, as published: copies by a knapsack that does not see what loading them costs, then balanced along the pipeline.</summary>
    CimMlc,

    /// <summary>CIM-MLC-style whose copies are chosen for the least time of computing and loading.</summary>
    CimMlcAware,
}
