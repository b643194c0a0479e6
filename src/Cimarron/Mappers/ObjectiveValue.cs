namespace Cimarron.Mappers;

/// <summary>The number an objective minimises.</summary>
internal static class ObjectiveValue
{
    /// <summary>Cycles, nJ or nJ·cycles.</summary>
    public static double Of(Objective objective, double cycles, double nanojoules) => objective switch
    {
        Objective.Latency => cycles,
        Objective.Energy => nanojoules,
        _ => cycles * nanojoules,
    };
}
