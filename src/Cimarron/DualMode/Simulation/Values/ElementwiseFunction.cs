namespace Cimarron.DualMode.Simulation.Values;

/// <summary>A function of one number for every element: a table of 256 results.</summary>
internal sealed class ElementwiseFunction : IVectorFunction
{
    private readonly byte[] table;

    public ElementwiseFunction(VectorRequest request, Func<double, double> function)
    {
        request.RequireInputs(1);
        request.Require(request.Inputs[0].Elements == request.Output.Elements, $"the input has {request.Inputs[0].Elements} elements, the output {request.Output.Elements}");
        table = Quantised.Table(request.Inputs[0], request.Output, function);
    }

    public void Run(byte[][] inputs, byte[] output)
    {
        var input = inputs[0];
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = table[input[i]];
        }
    }
}
