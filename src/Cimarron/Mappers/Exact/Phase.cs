namespace Cimarron.Mappers.Exact;

/// <summary>How far an operand's current block of loops has come, seen from the inside out.</summary>
internal enum Phase : byte
{
    /// <summary>The innermost block, no loop in it changes the tile yet: it will fire on its outermost loop.</summary>
    LastPending,

    /// <summary>The innermost block, its firing loop is set.</summary>
    LastOpen,

    /// <summary>The innermost block has fired on its outermost loop; the next loop must belong to a level further out.</summary>
    LastShut,

    /// <summary>A further block in which no loop changes the tile yet.</summary>
    Pending,

    /// <summary>A further block whose firing loop is set.</summary>
    Open,

    /// <summary>A block closed by an anchor (rule 3); the next loop must change the tile at a level further out.</summary>
    Shut,
}
