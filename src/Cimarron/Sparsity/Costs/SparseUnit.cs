namespace Cimarron.Sparsity.Costs;

/// <summary>What is counted: events of units, and bits that memories read or write. docs/sparse-rules.md defines each.</summary>
public enum SparseUnit
{
    /// <summary>An activation of a row group in one macro for one bit of the input.</summary>
    ArrayActivation,

    /// <summary>A bit of an input, serialised onto a row.</summary>
    InputBit,

    /// <summary>A sum over the rows of one column of cells.</summary>
    AdderTree,

    /// <summary>A shifted addition of one column of cells.</summary>
    ShiftAdd,

    /// <summary>An addition of partial sums of one output.</summary>
    Accumulation,

    /// <summary>An entry of an index decoded.</summary>
    IndexDecode,

    /// <summary>A two-to-one selection of an input bit.</summary>
    Mux,

    /// <summary>A bit of a row group tested for zeros.</summary>
    ZeroDetection,

    /// <summary>An output scaled, rounded and activated, or an element of a vector operator.</summary>
    PostProcessing,

    /// <summary>A bit written into an array.</summary>
    ArrayWrite,

    /// <summary>A bit read from the global buffer.</summary>
    GlobalBufferRead,

    /// <summary>A bit written to the global buffer.</summary>
    GlobalBufferWrite,

    /// <summary>A bit read from an input buffer.</summary>
    InputBufferRead,

    /// <summary>A bit written to an input buffer.</summary>
    InputBufferWrite,

    /// <summary>A bit read from a weight buffer.</summary>
    WeightBufferRead,

    /// <summary>A bit written to a weight buffer.</summary>
    WeightBufferWrite,

    /// <summary>A bit read from the output buffer.</summary>
    OutputBufferRead,

    /// <summary>A bit written to the output buffer.</summary>
    OutputBufferWrite,

    /// <summary>A bit taken from a queue.</summary>
    FifoRead,

    /// <summary>A bit put into a queue.</summary>
    FifoWrite,

    /// <summary>A bit read from an index memory.</summary>
    IndexMemoryRead,

    /// <summary>A bit written to an index memory.</summary>
    IndexMemoryWrite,
}
