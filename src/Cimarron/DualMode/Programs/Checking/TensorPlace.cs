namespace Cimarron.DualMode.Programs.Checking;

/// <summary>Where a tensor's features are.</summary>
internal sealed record TensorPlace
{
    public static TensorPlace Nowhere { get; } = new();

    /// <summary>Features in external memory.</summary>
    public PartSet External { get; init; }

    /// <summary>Features in the tensor's arrays.</summary>
    public PartSet Kept { get; init; }

    /// <summary>Features read for the next segment.</summary>
    public PartSet Stream { get; init; }

    /// <summary>Features the segment before left for writing out.</summary>
    public PartSet Result { get; init; }

    /// <summary>The tensor's arrays; null when it has none.</summary>
    public ArraySet? Arrays { get; init; }

    /// <summary>Features its arrays can keep; empty for a window.</summary>
    public Part Room { get; init; }

    /// <summary>The operator whose tiles the arrays are laid out as, if any.</summary>
    public string? Operator { get; init; }

    /// <summary>The tile in the first array.</summary>
    public int FirstTile { get; init; }

    /// <summary>Whether features are on their way: read for a segment, or left by one.</summary>
    public bool IsPassing => !Stream.IsEmpty || !Result.IsEmpty;

    /// <summary>The same arrays with nothing known about their contents or about other memories.</summary>
    public TensorPlace Forgotten => this with { External = default, Kept = default, Stream = default, Result = default };

    public TensorPlace WithKept(Part part) => part.Count > 0 ? this with { Kept = Kept.With(part) } : this;
}
