namespace Cimarron.Hardware;

/// <summary>What a spatial axis stands for.</summary>
public enum AxisKind
{
    /// <summary>Cores; a used core burns its macro's full activation energy.</summary>
    Cores,

    /// <summary>Rows of the macro, summed over.</summary>
    Rows,

    /// <summary>Columns of the macro, one output each.</summary>
    Columns,
}
