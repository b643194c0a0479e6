using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Miredo;

/// <summary>The two programs with the solvers there are: F1 with the stronger one, F2 with both.</summary>
public sealed class MipStudy : ISolverStudy
{
    private static readonly ImmutableArray<(string Method, string Mapper)> Known =
    [
        ("F1 slots", "mip:formulation=f1"),
        ("F2 lattice flow, HiGHS", "mip:formulation=f2,solver=highs"),
        ("F2 lattice flow, CBC", "mip:formulation=f2,solver=cbc"),
    ];

    /// <inheritdoc/>
    public ImmutableArray<string> Methods => [.. Known.Select(k => k.Method)];

    /// <inheritdoc/>
    public string Identity(string method)
    {
        try
        {
            MapperLibrary.Create(MapperOf(method));
            return MapperOf(method);
        }
        catch (DiagnosticException e)
        {
            return Problem(e);
        }
    }

    /// <inheritdoc/>
    public SolverRow Run(string method, Layer layer, Chip chip, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        try
        {
            var options = new MapperOptions { Objective = Objective.Latency, TimeLimit = timeLimit, Threads = 1 };
            var result = MapperLibrary.Create(MapperOf(method)).Map(layer, chip, options, null, cancellationToken);
            return new SolverRow
            {
                RootBound = result.Recursion?.RootBound,
                Bound = result.Recursion?.LowerBound is { } bound && double.IsFinite(bound) ? bound : null,
                Value = result.Recursion?.Value is { } value && double.IsFinite(value) ? value : null,
                ExactCycles = result.Cost?.LatencyCycles,
                Seconds = result.Seconds,
                Status = result.Recursion is null ? "no program" : result.Recursion.IsOptimal ? "optimal" : "time limit",
            };
        }
        catch (DiagnosticException e)
        {
            return new SolverRow { Seconds = 0, Status = Problem(e), IsFailure = true };
        }
    }

    private static string MapperOf(string method) => Known.Single(k => k.Method == method).Mapper;

    private static string Problem(DiagnosticException e) => $"not run: {e.Diagnostics[0].Message}";
}
