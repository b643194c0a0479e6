namespace Cimarron.Mappers.Exact;

/// <summary>
/// Everything the loops outside may depend on about one operand: where its current block is, how it is buffered, which timers it has.
/// Timers are numbered within the operand; 0 is the MAC timer.
/// </summary>
internal sealed record OperandState
{
    public required int Level { get; init; }

    /// <summary>Level the block feeds, −1 for the MAC; −2 once the transfer is made and it no longer matters.</summary>
    public required int Next { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>Loops in a pending block, capped; after an anchor, how many more levels may be passed through by further anchors.</summary>
    public int Spare { get; init; }

    /// <summary>Whether the level the block feeds is double buffered; in the innermost block, whether its own level is.</summary>
    public bool Double { get; init; }

    /// <summary>Whether outputs at this level are partial sums.</summary>
    public bool Partial { get; init; }

    public required int Timers { get; init; }

    /// <summary>Timer of the block's level.</summary>
    public required int Source { get; init; }

    /// <summary>Timer of the level it feeds.</summary>
    public required int Target { get; init; }

    public bool IsLast => Phase <= Phase.LastShut;
}
