namespace Cimarron.Sparsity.Chips;

/// <summary>The memories of a sparse chip.</summary>
public enum SparseMemory
{
    /// <summary>Holds the network's tensors; one per chip.</summary>
    GlobalBuffer,

    /// <summary>Holds the inputs of the row groups of a macro; one per macro.</summary>
    InputBuffer,

    /// <summary>Holds the weights of a step on their way to all copies; one per chip.</summary>
    WeightBuffer,

    /// <summary>Holds partial sums; one per chip.</summary>
    OutputBuffer,

    /// <summary>Queue between the adders of a macro and the output buffer; one per macro.</summary>
    Fifo,

    /// <summary>Holds the indices of the blocks of a macro; one per macro.</summary>
    IndexMemory,
}
