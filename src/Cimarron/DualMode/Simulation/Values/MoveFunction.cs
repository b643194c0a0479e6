namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Concat, Transpose, Pad and Slice: every element of the output is an element of an input, in the output's scale, or a constant.</summary>
internal sealed class MoveFunction : IVectorFunction
{
    private readonly VectorRequest request;
    private readonly byte[][] tables;

    /// <summary>For each element of the output the input it comes from (−1 for the constant) and the element there.</summary>
    private readonly (int Input, int Element)[] sources;
    private readonly byte constant;

    public MoveFunction(VectorRequest request)
    {
        this.request = request;
        if (request.Vector.Operation != "Concat")
        {
            request.RequireInputs(1);
        }

        request.Require(!request.Inputs.IsEmpty, "it needs a tensor");
        constant = Quantised.Element(request.Number("value", 0), request.Output);
        sources = request.Vector.Operation switch
        {
            "Concat" => Concat(),
            "Transpose" => Transpose(),
            "Pad" => Pad(),
            _ => Slice(),
        };
        tables = [.. request.Inputs.Select(i => Quantised.Table(i, request.Output, x => x))];
    }

    public void Run(byte[][] inputs, byte[] output)
    {
        for (var i = 0; i < output.Length; i++)
        {
            var (input, element) = sources[i];
            output[i] = input < 0 ? constant : tables[input][inputs[input][element]];
        }
    }

    private (int Input, int Element)[] Concat()
    {
        var axis = request.Axis("axis", 0);
        var first = request.Inputs[0].Shape;
        request.Require(request.Inputs.All(i => i.Shape.Length == first.Length && i.Shape.SetItem(axis, 1).SequenceEqual(first.SetItem(axis, 1))), "the tensors agree along all axes but the one they are joined along");
        request.RequireShape(first.SetItem(axis, request.Inputs.Sum(i => i.Shape[axis])));
        var found = new (int Input, int Element)[request.Output.Elements];
        var strides = Strides.Of(request.Output.Shape);
        var start = 0;
        for (var input = 0; input < request.Inputs.Length; input++)
        {
            var shape = request.Inputs[input].Shape;
            var targets = Strides.Walk(shape, strides, start);
            for (var element = 0; element < targets.Length; element++)
            {
                found[targets[element]] = (input, element);
            }

            start += shape[axis] * strides[axis];
        }

        return found;
    }

    private (int Input, int Element)[] Transpose()
    {
        var shape = request.Inputs[0].Shape;
        var order = request.Integers("perm") ?? [.. Enumerable.Range(0, shape.Length).Reverse()];
        request.Require(order.Order().SequenceEqual(Enumerable.Range(0, shape.Length)), "'perm' names every axis once");
        request.RequireShape([.. order.Select(a => shape[a])]);
        var strides = Strides.Of(shape);
        return Array.ConvertAll(Strides.Walk(request.Output.Shape, [.. order.Select(a => strides[a])]), e => (0, e));
    }

    private (int Input, int Element)[] Pad()
    {
        var shape = request.Inputs[0].Shape;
        var pads = request.Integers("pads") ?? [];
        request.Require(request.Vector.Attributes.GetValueOrDefault("mode", "constant") == "constant", "only padding with a constant is simulated");
        request.Require(pads.Length == 2 * shape.Length && pads.All(p => p >= 0), $"'pads' holds {2 * shape.Length} numbers, at least 0");
        request.RequireShape([.. shape.Select((d, a) => d + pads[a] + pads[a + shape.Length])]);
        var found = new (int Input, int Element)[request.Output.Elements];
        Array.Fill(found, (-1, 0));
        var strides = Strides.Of(request.Output.Shape);
        var targets = Strides.Walk(shape, strides, strides.Select((s, a) => s * pads[a]).Sum());
        for (var element = 0; element < targets.Length; element++)
        {
            found[targets[element]] = (0, element);
        }

        return found;
    }

    private (int Input, int Element)[] Slice()
    {
        var shape = request.Inputs[0].Shape;
        var starts = request.Integers("starts") ?? [];
        var ends = request.Integers("ends") ?? [];
        var axes = request.Integers("axes") ?? [.. Enumerable.Range(0, starts.Length)];
        var steps = request.Integers("steps") ?? [.. Enumerable.Repeat(1, starts.Length)];
        request.Require(starts.Length == ends.Length && starts.Length == axes.Length && starts.Length == steps.Length && steps.All(s => s > 0), "starts, ends, axes and steps have the same length, and steps are at least 1");
        request.Require(axes.Select(a => request.Axis(a, shape.Length, "axes")).Distinct().Count() == axes.Length, "an axis is sliced twice");
        var result = shape;
        var strides = Strides.Of(shape);
        var (own, origin) = (Strides.Of(shape), 0);
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = request.Axis(axes[i], shape.Length, "axes");
            int first = Bound(starts[i], shape[axis]), end = Bound(ends[i], shape[axis]);
            result = result.SetItem(axis, Math.Max(0, (int)(((long)end - first + steps[i] - 1) / steps[i])));
            origin += first * own[axis];
            strides[axis] = own[axis] * steps[i];
        }

        request.RequireShape(result);
        return Array.ConvertAll(Strides.Walk(result, strides, origin), e => (0, e));
    }

    /// <summary>A position counted from the end when negative, within the axis.</summary>
    private static int Bound(int position, int size) => Math.Clamp(position < 0 ? position + size : position, 0, size);
}
