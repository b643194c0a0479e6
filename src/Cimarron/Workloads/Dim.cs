namespace Cimarron.Workloads;

/// <summary>The loop dimensions of a layer.</summary>
public enum Dim
{
    /// <summary>Kernel height.</summary>
    R,

    /// <summary>Kernel width.</summary>
    S,

    /// <summary>Output height; the rows of a GEMM.</summary>
    P,

    /// <summary>Output width.</summary>
    Q,

    /// <summary>Input channels per group.</summary>
    C,

    /// <summary>Output channels per group.</summary>
    K,

    /// <summary>Groups.</summary>
    G,
}
