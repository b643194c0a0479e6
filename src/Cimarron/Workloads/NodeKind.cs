namespace Cimarron.Workloads;

/// <summary>What a node of a network costs, and where.</summary>
public enum NodeKind
{
    /// <summary>Multiply-accumulates for the macros; the node has a <see cref="NetworkNode.Layer"/>.</summary>
    Matrix,

    /// <summary>Element-wise, reducing or data-moving work at run time, counted in elements.</summary>
    Vector,

    /// <summary>Shape arithmetic, or a view that moves no data (reshape, flatten, squeeze): no work at run time.</summary>
    Shape,

    /// <summary>Depends on weights and constants only, so it is computed before run time.</summary>
    Constant,

    /// <summary>Work that is not modelled; a warning names it, and no total includes it.</summary>
    Unsupported,
}
