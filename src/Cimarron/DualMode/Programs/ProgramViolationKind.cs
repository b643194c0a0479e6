namespace Cimarron.DualMode.Programs;

/// <summary>What is wrong with a program.</summary>
public enum ProgramViolationKind
{
    /// <summary>The declarations are unusable: a name that does not exist or exists twice, sizes that disagree.</summary>
    Declaration,

    /// <summary>A statement names a tensor, operator or vector operator that is not declared.</summary>
    UnknownName,

    /// <summary>The program is for another chip.</summary>
    OtherChip,

    /// <summary>An array that the chip does not have, the same array twice, or no array at all.</summary>
    ArrayList,

    /// <summary>Features or tiles that do not exist, or tiles that no instruction can name together.</summary>
    Range,

    /// <summary>The array is in this mode already.</summary>
    NeedlessSwitch,

    /// <summary>An array that belongs to a tensor cannot compute, unless a complete stationary operand lies in it.</summary>
    AllocatedSwitch,

    /// <summary>Only arrays in memory mode hold tensors.</summary>
    NotMemoryMode,

    /// <summary>Only arrays in compute mode hold tiles and compute.</summary>
    NotComputeMode,

    /// <summary>The array belongs to another tensor.</summary>
    ArrayTaken,

    /// <summary>The tensor has arrays already.</summary>
    AllocatedTwice,

    /// <summary>The tensor has no arrays.</summary>
    NotAllocated,

    /// <summary>A stationary operand that is not laid out as its operator needs it, or on a chip that cannot do it.</summary>
    InPlaceLayout,

    /// <summary>Features that are not in external memory.</summary>
    NotExternal,

    /// <summary>Features that are not on the chip.</summary>
    NotOnChip,

    /// <summary>Arrays do not match tiles times copies.</summary>
    CopyCount,

    /// <summary>Tiles go over a stationary operand in place that is still needed.</summary>
    OverwrittenOperand,

    /// <summary>The array does not hold this tile, or holds it from an earlier iteration.</summary>
    WrongContents,

    /// <summary>An array computes twice in a segment.</summary>
    ArrayBusy,

    /// <summary>Tile rows out of order.</summary>
    RowOrder,

    /// <summary>Results that were computed already.</summary>
    DoubleWork,

    /// <summary>Results that are never computed.</summary>
    MissingWork,

    /// <summary>A stationary operand is produced and used in one segment.</summary>
    StationaryInSegment,

    /// <summary>An instruction that may not stand inside, or outside, of a segment.</summary>
    Placement,

    /// <summary>Fewer than two iterations, carried tensors that differ, or blocks inside of each other too deeply.</summary>
    RepeatForm,

    /// <summary>An iteration does not leave the chip as it found it.</summary>
    RepeatState,

    /// <summary>An output of the network is not in external memory at the end.</summary>
    MissingOutput,
}
