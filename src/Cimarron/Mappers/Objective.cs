namespace Cimarron.Mappers;

/// <summary>What a mapper minimises.</summary>
public enum Objective
{
    /// <summary>Cycles; ties by energy.</summary>
    Latency,

    /// <summary>Nanojoules; ties by latency.</summary>
    Energy,

    /// <summary>Energy-delay product, nJ·cycles; ties by latency.</summary>
    Edp,
}
