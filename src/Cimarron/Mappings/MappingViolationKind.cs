namespace Cimarron.Mappings;

/// <summary>What is wrong with a mapping on a chip, or worth knowing about it.</summary>
public enum MappingViolationKind
{
    /// <summary>An axis or level that the chip does not have.</summary>
    UnknownPlace,

    /// <summary>The spatial loops of an axis exceed its size.</summary>
    AxisOverflow,

    /// <summary>The axis cannot unroll the dimension.</summary>
    AxisDim,

    /// <summary>The level cannot hold the operand.</summary>
    LevelOperand,

    /// <summary>A loop belongs to a level outside of the level of the loop around it.</summary>
    LevelOrder,

    /// <summary>A loop of size below 2.</summary>
    LoopSize,

    /// <summary>The loops of a dimension do not cover its bound.</summary>
    Uncovered,

    /// <summary>Double buffering where the chip does not offer it.</summary>
    DoubleBuffering,

    /// <summary>Outputs start outside of DRAM, which the strict profile forbids.</summary>
    OutputPreload,

    /// <summary>No temporal loop, so no operand has a level.</summary>
    NoTemporalLoop,

    /// <summary>A level is too small for what it has to keep.</summary>
    Capacity,

    /// <summary>Not an error: the loops of a dimension cover more than its bound, and the surplus is computed in vain.</summary>
    Padded,
}
