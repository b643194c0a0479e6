using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Executes a vector operator.</summary>
internal sealed class VectorValues
{
    private readonly IVectorFunction function;

    public VectorValues(ProgramVector vector, ProgramSymbols symbols, ProgramData data)
    {
        Vector = vector;
        var request = new VectorRequest(vector, [.. vector.Inputs.Select(i => symbols.Tensors[i])], symbols.Tensors[vector.Output], data);
        function = VectorFunctions.For(request);
    }

    public ProgramVector Vector { get; }

    /// <summary>The whole output from whole inputs; of a part, the caller takes what it needs.</summary>
    public void Run(byte[][] inputs, byte[] output) => function.Run(inputs, output);
}
