using System.Globalization;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Reports;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Miredo;

/// <summary>One method of the solver comparison on one layer.</summary>
/// <param name="Study">Who runs the programs; null for the exact mapper.</param>
/// <param name="Method">The method.</param>
/// <param name="Chip">The chip.</param>
/// <param name="Layer">The layer.</param>
internal sealed record SolverTask(ISolverStudy? Study, string Method, Chip Chip, Layer Layer) : IStudyTask
{
    /// <summary>Time every method gets per layer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Key => $"solver {Method} {Chip.Hash} {Layer.Shape}";

    public string Label => $"{Layer.Name} by {Method}";

    private string Question => string.Create(CultureInfo.InvariantCulture, $"{Key} latency {Limit.TotalSeconds} s, version {ResultBuilder.ToolVersion}");

    public bool IsDone(StudyContext context) => Row(context) is not null;

    /// <summary>The stored row.</summary>
    public SolverRow? Row(StudyContext context) => context.Cache.Find<SolverRow>(Question);

    public void Run(StudyContext context, CancellationToken cancellationToken)
    {
        var row = Study is null ? Exact(cancellationToken) : Study.Run(Method, Layer, Chip, Limit, cancellationToken);
        if (!cancellationToken.IsCancellationRequested)
        {
            context.Cache.Store(Question, row);
        }
    }

    private SolverRow Exact(CancellationToken cancellationToken)
    {
        var options = new MapperOptions { Objective = Objective.Latency, TimeLimit = Limit, Threads = 1 };
        var floor = MapperLibrary.Create(LayerTask.WeightStationary).Map(Layer, Chip, options, null, cancellationToken);
        var result = new ExactMapper().Map(Layer, Chip, options, null, cancellationToken);
        return new SolverRow
        {
            RootBound = floor.LowerBound,
            Bound = result.LowerBound,
            Value = double.IsFinite(result.Value) ? result.Value : null,
            ExactCycles = result.Cost?.LatencyCycles,
            Seconds = result.Seconds,
            Status = ResultBuilder.Word(result.Status),
        };
    }
}
