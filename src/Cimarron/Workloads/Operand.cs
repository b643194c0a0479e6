namespace Cimarron.Workloads;

/// <summary>The three operands of a layer.</summary>
public enum Operand
{
    /// <summary>The input feature map, I, indexed by R, S, P, Q, C, G.</summary>
    Input,

    /// <summary>The weights, W, indexed by R, S, C, K, G.</summary>
    Weight,

    /// <summary>The output feature map, O, indexed by P, Q, K, G.</summary>
    Output,
}
