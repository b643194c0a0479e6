namespace Cimarron.Workloads.Onnx;

/// <summary>When a tensor's values are known.</summary>
internal enum TensorOrigin
{
    /// <summary>Only at run time.</summary>
    Runtime,

    /// <summary>Before run time, from weights and constants.</summary>
    Constant,

    /// <summary>Before run time, from the shape of a run-time tensor.</summary>
    ShapeDerived,
}
