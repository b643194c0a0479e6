namespace Cimarron.Mappers;

/// <summary>How a search ended.</summary>
public enum MapperStatus
{
    /// <summary>The mapping is proven optimal.</summary>
    Optimal,

    /// <summary>The time limit came first; the bound is proven, the gap open.</summary>
    TimeLimit,

    /// <summary>The user cancelled; the bound is proven, the gap open.</summary>
    Cancelled,

    /// <summary>A heuristic ended by its own rules; nothing is proven but a simple floor.</summary>
    Heuristic,

    /// <summary>No legal mapping exists.</summary>
    Infeasible,
}
