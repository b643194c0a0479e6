namespace Cimarron.DualMode.Programs;

/// <summary>What a tensor is to the network.</summary>
public enum TensorRole
{
    /// <summary>Lies in external memory before the program starts.</summary>
    Input,

    /// <summary>Produced and consumed by the program.</summary>
    Intermediate,

    /// <summary>Lies in external memory when the program ends.</summary>
    Output,
}
