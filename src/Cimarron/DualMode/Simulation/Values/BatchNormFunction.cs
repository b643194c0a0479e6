namespace Cimarron.DualMode.Simulation.Values;

/// <summary>BatchNormalization in inference: (x − mean) / √(variance + epsilon) · scale + bias for each channel, as a table of 256 results per channel.</summary>
internal sealed class BatchNormFunction : IVectorFunction
{
    private readonly byte[][] tables;
    private readonly int inner;

    public BatchNormFunction(VectorRequest request)
    {
        request.RequireInputs(1);
        var shape = request.Inputs[0].Shape;
        request.RequireShape(shape);
        request.Require(shape.Length >= 2, "it needs at least two dimensions");
        inner = shape.Skip(2).Aggregate(1, (product, d) => product * d);
        double[] scale = Parameter(request, "scale"), bias = Parameter(request, "bias"), mean = Parameter(request, "mean"), variance = Parameter(request, "var");
        var epsilon = request.Number("epsilon", 1e-5);
        tables = [.. Enumerable.Range(0, shape[1]).Select(c =>
            Quantised.Table(request.Inputs[0], request.Output, x => ((x - mean[c]) / Math.Sqrt(variance[c] + epsilon) * scale[c]) + bias[c]))];
    }

    public void Run(byte[][] inputs, byte[] output)
    {
        for (var start = 0; start < output.Length; start += inner)
        {
            var table = tables[start / inner % tables.Length];
            for (var i = start; i < start + inner; i++)
            {
                output[i] = table[inputs[0][i]];
            }
        }
    }

    private static double[] Parameter(VectorRequest request, string name)
    {
        var values = request.Constant(name)?.ToDoubles() ?? throw request.Bad($"the attribute '{name}' is missing");
        request.Require(values.Length == request.Inputs[0].Shape[1], $"'{name}' needs a value per channel");
        return values;
    }
}
