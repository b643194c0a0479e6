namespace Cimarron.DualMode.Simulation.Values;

/// <summary>A vector operator with shapes, scales and attributes worked out.</summary>
internal interface IVectorFunction
{
    /// <summary>Computes all elements of the output.</summary>
    void Run(byte[][] inputs, byte[] output);
}
