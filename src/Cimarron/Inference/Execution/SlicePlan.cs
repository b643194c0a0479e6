using System.Collections.Immutable;
using Cimarron.Workloads.Onnx.Operators;

namespace Cimarron.Inference.Execution;

/// <summary>A cut of a tensor: first index, step and count along every axis.</summary>
/// <param name="First">First indices.</param>
/// <param name="Step">Steps, not 0.</param>
/// <param name="Count">The shape of the result.</param>
internal sealed record SlicePlan(ImmutableArray<int> First, ImmutableArray<int> Step, ImmutableArray<int> Count)
{
    /// <summary>The cut that a Slice asks for.</summary>
    public static SlicePlan Of(ImmutableArray<int> shape, long[]? starts, long[]? ends, long[]? axes, long[]? steps)
    {
        if (starts is null || ends is null || ends.Length != starts.Length)
        {
            throw new KernelException("starts and ends are required");
        }

        var first = new int[shape.Length];
        var step = Enumerable.Repeat(1, shape.Length).ToArray();
        var count = shape.ToArray();
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = KernelContext.Axis(axes?[i] ?? i, shape.Length);
            var by = steps?[i] ?? 1;
            var (f, c) = SlicingOperators.Range(shape[axis], starts[i], ends[i], by);

            // A step beyond 32 bits takes one element at most, so its size does not matter.
            (first[axis], step[axis], count[axis]) = ((int)f, (int)Math.Clamp(by, int.MinValue, int.MaxValue), (int)c);
        }

        return new SlicePlan([.. first], [.. step], [.. count]);
    }

    /// <summary>The part of a split.</summary>
    public static SlicePlan Part(ImmutableArray<int> shape, int axis, int start, int length) => new(
        [.. shape.Select((_, i) => i == axis ? start : 0)], [.. shape.Select(_ => 1)], shape.SetItem(axis, length));

    /// <summary>The part of a tensor.</summary>
    public Tensor Apply(Tensor source)
    {
        var strides = Broadcasting.Strides(source.Shape);
        var offset = strides.Select((s, i) => s * First[i]).Sum();
        return Broadcasting.Take(source, Broadcasting.Positions(Count, [.. strides.Select((s, i) => Count[i] > 1 ? s * Step[i] : 0)], offset), Count);
    }
}
