namespace Cimarron.Workloads.Zoo;

/// <summary>The published configuration of a transformer.</summary>
internal sealed record TransformerConfig
{
    /// <summary>Identical blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int Hidden { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; a divisor of <see cref="Heads"/>.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Width of a head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Inner width of the feed-forward network.</summary>
    public required int Ffn { get; init; }

    /// <summary>Matrices of the feed-forward network: 2, or 3 when it is gated.</summary>
    public required int FfnMats { get; init; }

    /// <summary>Vocabulary.</summary>
    public required int Vocab { get; init; }

    /// <summary>Longest sequence.</summary>
    public required int Maxpos { get; init; }

    /// <summary>Activation: gelu, relu or silu-gated.</summary>
    public required string Act { get; init; }

    /// <summary>encoder or decoder.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the network generates tokens.</summary>
    public bool IsDecoder => Kind == "decoder";

    /// <summary>Whether the feed-forward network multiplies two branches.</summary>
    public bool IsGated => FfnMats == 3;

    /// <summary>Whether positions enter by rotating queries and keys in every block (the gated networks here) rather than by an embedding.</summary>
    public bool IsRotary => IsGated;
}
