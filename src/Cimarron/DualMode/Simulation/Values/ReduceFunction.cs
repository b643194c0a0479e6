using System.Collections.Immutable;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>GlobalAveragePool, GlobalMaxPool and ReduceMean: one number for all elements along some axes.</summary>
internal sealed class ReduceFunction : IVectorFunction
{
    private readonly VectorRequest request;
    private readonly bool isMaximum;
    private readonly double[] reals;
    private readonly int[] starts;
    private readonly int[] offsets;

    public ReduceFunction(VectorRequest request)
    {
        this.request = request;
        request.RequireInputs(1);
        isMaximum = request.Vector.Operation == "GlobalMaxPool";
        reals = Quantised.Reals(request.Inputs[0]);
        var shape = request.Inputs[0].Shape;
        var axes = Axes(shape.Length);
        var strides = Strides.Of(shape);
        var kept = Enumerable.Range(0, shape.Length).Except(axes).ToArray();
        starts = Strides.Walk([.. kept.Select(a => shape[a])], [.. kept.Select(a => strides[a])]);
        offsets = Strides.Walk([.. axes.Select(a => shape[a])], [.. axes.Select(a => strides[a])]);
        var keepsRank = request.Vector.Operation != "ReduceMean" || request.Integer("keepdims", 1) != 0;
        request.RequireShape(keepsRank ? [.. shape.Select((d, a) => axes.Contains(a) ? 1 : d)] : [.. kept.Select(a => shape[a])]);
    }

    public void Run(byte[][] inputs, byte[] output)
    {
        var input = inputs[0];
        for (var i = 0; i < starts.Length; i++)
        {
            double sum = 0, max = double.NegativeInfinity;
            foreach (var offset in offsets)
            {
                var value = reals[input[starts[i] + offset]];
                sum += value;
                max = Math.Max(max, value);
            }

            output[i] = Quantised.Element(isMaximum ? max : sum / offsets.Length, request.Output);
        }
    }

    /// <summary>The axes to reduce, ascending: those given, or all; of images, all behind the channels.</summary>
    private ImmutableArray<int> Axes(int rank)
    {
        if (request.Vector.Operation != "ReduceMean")
        {
            request.Require(rank >= 3, "pooling needs at least three dimensions");
            return [.. Enumerable.Range(2, rank - 2)];
        }

        return request.Integers("axes") is { Length: > 0 } axes ? [.. axes.Select(a => request.Axis(a, rank, "axes")).Distinct().Order()] : [.. Enumerable.Range(0, rank)];
    }
}
