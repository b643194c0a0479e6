namespace Cimarron.DualMode.Simulation.Values;

/// <summary>A function of two broadcast operands; one of them may be a constant array, named by the attribute <c>left</c> or <c>right</c>.</summary>
internal sealed class BinaryFunction : IVectorFunction
{
    private readonly VectorRequest request;
    private readonly Func<double, double, double> function;
    private readonly Side left;
    private readonly Side right;

    public BinaryFunction(VectorRequest request, Func<double, double, double> function)
    {
        (this.request, this.function) = (request, function);
        var (first, second) = (request.Constant("left"), request.Constant("right"));
        request.RequireInputs(2 - (first is null ? 0 : 1) - (second is null ? 0 : 1));
        left = Of(first, 0);
        right = Of(second, request.Inputs.Length - 1);
    }

    public void Run(byte[][] inputs, byte[] output)
    {
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = Quantised.Element(function(left.At(inputs, i), right.At(inputs, i)), request.Output);
        }
    }

    private Side Of(DataArray? constant, int input)
    {
        var shape = constant?.Shape ?? request.Inputs[input].Shape;
        var index = Strides.Broadcast(shape, request.Output.Shape) ?? throw request.Bad($"[{string.Join(',', shape)}] cannot be broadcast to the output's shape");
        return constant is null ? new Side(input, Quantised.Reals(request.Inputs[input]), index) : new Side(-1, constant.ToDoubles(), index);
    }

    /// <summary>An operand.</summary>
    /// <param name="Input">The tensor; −1 for a constant.</param>
    /// <param name="Values">The real number of each element value, or of each constant.</param>
    /// <param name="Index">The element for each element of the output.</param>
    private sealed record Side(int Input, double[] Values, int[] Index)
    {
        public double At(byte[][] inputs, int i) => Input < 0 ? Values[Index[i]] : Values[inputs[Input][Index[i]]];
    }
}
