namespace Cimarron.Exploration.Cmswitch;

/// <summary>Ways to compile a network.</summary>
internal enum PlanKind
{
    /// <summary>Everything that the setting allows.</summary>
    Full,

    /// <summary>One allocation per segment.</summary>
    OnePlan,

    /// <summary>What does not fit is cut greedily.</summary>
    Greedy,

    /// <summary>Cut greedily, and every array computes.</summary>
    AllCompute,

    /// <summary>OCC-style.</summary>
    Occ,

    /// <summary>PUMA-style.</summary>
    Puma,

    /// <summary>CIM-MLC-style, blind to loads.</summary>
    CimMlc,

    /// <summary>CIM-MLC-style, aware of loads.</summary>
    CimMlcAware,
}
