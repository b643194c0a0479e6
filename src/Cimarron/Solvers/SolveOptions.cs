namespace Cimarron.Solvers;

/// <summary>How long and how exactly to solve.</summary>
public sealed record SolveOptions
{
    /// <summary>Default, range and description of <see cref="RelativeGap"/>.</summary>
    public static NumberOption RelativeGapOption { get; } = new("mip-gap", "relative gap at which a solver may stop and call its solution optimal", "", 1e-6, 0, 1, IsWhole: false);

    /// <summary>Wall-clock limit; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Stop when |objective − bound| ≤ this times |objective|; 0 … 1.</summary>
    public double RelativeGap { get; init; } = RelativeGapOption.Default;

    /// <summary>Stop when |objective − bound| ≤ this; ≥ 0, in units of the objective.</summary>
    public double AbsoluteGap { get; init; } = 1e-6;

    /// <summary>Threads the solver may use, ≥ 1. Only one thread makes every solver deterministic.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// A solution to start from: one value per variable of the model, or null. A solver that cannot use it, or finds it infeasible, ignores it.
    /// </summary>
    public IReadOnlyList<double>? WarmStart { get; init; }

    /// <summary>Solve the linear relaxation instead: integrality is ignored, indicators are relaxed by their big-M rows.</summary>
    public bool RelaxIntegrality { get; init; }

    /// <summary>Takes the solver's own log, line by line, from a background thread; null to drop it.</summary>
    public Action<string>? Log { get; init; }
}
