namespace Cimarron.DualMode.Simulation.Values;

/// <summary>The vector operators whose values are simulated, by name.</summary>
internal static class VectorFunctions
{
    /// <summary>The function of a vector operator.</summary>
    /// <exception cref="DiagnosticException">It is unknown, or its attributes or shapes are wrong.</exception>
    public static IVectorFunction For(VectorRequest request) => Scalars.Of(request) is { } scalar
        ? new ElementwiseFunction(request, scalar)
        : request.Vector.Operation switch
        {
            "Add" => new BinaryFunction(request, (a, b) => a + b),
            "Sub" => new BinaryFunction(request, (a, b) => a - b),
            "Mul" => new BinaryFunction(request, (a, b) => a * b),
            "Div" => new BinaryFunction(request, (a, b) => a / b),
            "MaxPool" => new PoolFunction(request, isMaximum: true),
            "AveragePool" => new PoolFunction(request, isMaximum: false),
            "GlobalAveragePool" or "GlobalMaxPool" or "ReduceMean" => new ReduceFunction(request),
            "Softmax" or "LayerNormalization" or "RMSNormalization" => new NormFunction(request),
            "BatchNormalization" => new BatchNormFunction(request),
            "Concat" or "Transpose" or "Pad" or "Slice" => new MoveFunction(request),
            var other => throw ProgramRunner.Unsupported($"values of '{other}' are not simulated", $"vector operator '{request.Vector.Name}'"),
        };
}
