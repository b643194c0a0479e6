using Cimarron.Workloads.Onnx.Operators;

namespace Cimarron.Inference.Execution;

/// <summary>A window along one axis.</summary>
/// <param name="Taps">Kernel taps.</param>
/// <param name="Stride">Distance of windows.</param>
/// <param name="Dilation">Distance of taps.</param>
/// <param name="Before">Padding before.</param>
/// <param name="After">Padding after.</param>
/// <param name="Length">Length of the image.</param>
internal readonly record struct PoolAxis(int Taps, int Stride, int Dilation, int Before, int After, int Length)
{
    /// <summary>An axis of one element.</summary>
    public static readonly PoolAxis Flat = new(1, 1, 1, 0, 0, 1);

    public PoolAxis(Window window, int axis, int length)
        : this(window.Kernel[axis], window.Stride[axis], window.Dilation[axis], window.Before[axis], window.After[axis], length)
    {
    }

    /// <summary>The element that a tap of a window sees.</summary>
    public int At(int window, int tap) => (window * Stride) + (tap * Dilation) - Before;

    /// <summary>Whether an element is in the image.</summary>
    public bool IsInside(int at) => at >= 0 && at < Length;

    /// <summary>Whether an element is in the image or its padding.</summary>
    public bool IsPadded(int at) => at >= -Before && at < Length + After;
}
