namespace Cimarron.Sparsity.Costs;

/// <summary>What energy is reported by.</summary>
public enum SparseComponent
{
    /// <summary>Cells: multiplication and writing.</summary>
    Array,

    /// <summary>Serialising inputs onto rows.</summary>
    Preprocessing,

    /// <summary>Adder trees.</summary>
    AdderTree,

    /// <summary>Shift-adders.</summary>
    ShiftAdder,

    /// <summary>Accumulators.</summary>
    Accumulator,

    /// <summary>Index decoders.</summary>
    IndexUnit,

    /// <summary>Selectors of inputs.</summary>
    Mux,

    /// <summary>Zero detectors.</summary>
    ZeroDetector,

    /// <summary>Requantisers and vector operators.</summary>
    PostProcessing,

    /// <summary>The global buffer.</summary>
    GlobalBuffer,

    /// <summary>Input buffers.</summary>
    InputBuffer,

    /// <summary>The weight buffer.</summary>
    WeightBuffer,

    /// <summary>The output buffer.</summary>
    OutputBuffer,

    /// <summary>Queues.</summary>
    Fifo,

    /// <summary>Index memories.</summary>
    IndexMemory,

    /// <summary>Static power over time.</summary>
    Static,
}
