using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Miredo;

/// <summary>The mixed-integer programs as the study sees them: methods by name, each giving one row per layer.</summary>
public interface ISolverStudy
{
    /// <summary>The methods, e.g. <c>F1, CBC</c>; the exact mapper is added by the study itself.</summary>
    ImmutableArray<string> Methods { get; }

    /// <summary>Runs a method on a layer for the least latency.</summary>
    /// <param name="method">One of <see cref="Methods"/>.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="timeLimit">Wall-clock limit of the solver.</param>
    /// <param name="cancellationToken">Stops the run; what is returned then is thrown away.</param>
    /// <returns>The row. A solver that is missing or fails gives a row whose status says so.</returns>
    SolverRow Run(string method, Layer layer, Chip chip, TimeSpan timeLimit, CancellationToken cancellationToken);
}
