namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Softmax along an axis; LayerNormalization and RMSNormalization over all axes from one on.</summary>
internal sealed class NormFunction : IVectorFunction
{
    private readonly VectorRequest request;
    private readonly double[] reals;
    private readonly int[] starts;
    private readonly int[] offsets;
    private readonly double[] values;
    private readonly double epsilon;
    private readonly double[]? scale;
    private readonly double[]? bias;

    public NormFunction(VectorRequest request)
    {
        this.request = request;
        request.RequireInputs(1);
        var shape = request.Inputs[0].Shape;
        request.RequireShape(shape);
        reals = Quantised.Reals(request.Inputs[0]);
        var axis = request.Axis("axis", -1);
        var strides = Strides.Of(shape);
        var axes = request.Vector.Operation == "Softmax" ? [axis] : Enumerable.Range(axis, shape.Length - axis).ToArray();
        var others = Enumerable.Range(0, shape.Length).Except(axes).ToArray();
        starts = Strides.Walk([.. others.Select(a => shape[a])], [.. others.Select(a => strides[a])]);
        offsets = Strides.Walk([.. axes.Select(a => shape[a])], [.. axes.Select(a => strides[a])]);
        values = new double[offsets.Length];
        epsilon = request.Number("epsilon", 1e-5);
        scale = Parameter("scale");
        bias = Parameter("bias");
    }

    public void Run(byte[][] inputs, byte[] output)
    {
        foreach (var start in starts)
        {
            for (var i = 0; i < offsets.Length; i++)
            {
                values[i] = reals[inputs[0][start + offsets[i]]];
            }

            Normalise();
            for (var i = 0; i < offsets.Length; i++)
            {
                output[start + offsets[i]] = Quantised.Element(values[i], request.Output);
            }
        }
    }

    private double[]? Parameter(string name)
    {
        var found = request.Constant(name)?.ToDoubles();
        request.Require(found is null || found.Length == offsets.Length, $"'{name}' needs {offsets.Length} values");
        return found;
    }

    private void Normalise()
    {
        if (request.Vector.Operation == "Softmax")
        {
            var max = values.Max();
            double sum = 0;
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Math.Exp(values[i] - max);
                sum += values[i];
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] /= sum;
            }

            return;
        }

        var mean = request.Vector.Operation == "RMSNormalization" ? 0 : Mean(x => x);
        var deviation = Math.Sqrt(Mean(x => (x - mean) * (x - mean)) + epsilon);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ((values[i] - mean) / deviation * (scale?[i] ?? 1)) + (bias?[i] ?? 0);
        }
    }

    private double Mean(Func<double, double> of)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += of(value);
        }

        return sum / values.Length;
    }
}
