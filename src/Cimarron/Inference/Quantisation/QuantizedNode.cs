namespace Cimarron.Inference.Quantisation;

/// <summary>An operator of a <see cref="QuantizedGraph"/>: a <see cref="QuantizedMatrix"/> or a <see cref="QuantizedVector"/>.</summary>
public abstract record QuantizedNode
{
    private protected QuantizedNode()
    {
    }

    /// <summary>Unique name: that of the network's node, with a suffix for helpers beside it.</summary>
    public required string Name { get; init; }

    /// <summary>The tensor it produces.</summary>
    public required string Output { get; init; }
}
