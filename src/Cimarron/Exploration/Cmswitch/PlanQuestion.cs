using System.Diagnostics;
using System.Globalization;
using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Segmentation;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>A network, compiled one way under one setting.</summary>
/// <param name="Setting">Chip and rules.</param>
/// <param name="Network">The network.</param>
/// <param name="Kind">The way.</param>
/// <param name="KeepsSegments">Whether the single segments are kept.</param>
internal sealed record PlanQuestion(DualSetting Setting, DualWorkload Network, PlanKind Kind, bool KeepsSegments = false)
{
    /// <summary>Raised whenever stored answers of earlier versions can no longer be used.</summary>
    private const int Generation = 1;

    /// <summary>Everything that decides the answer.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"cmswitch plans {Generation}, version {ResultBuilder.ToolVersion}, chip {Setting.Chip.Hash}, network {Network.Source}, {Kind}, {Setting.Cost}, copies {Setting.CopiesProducts}, greedy {Setting.HasGreedyPieces}, segments {KeepsSegments}");

    /// <summary>Finds the answer and stores it.</summary>
    public StudyWork Work(ResultCache cache) => StudyWork.Stored(cache, Text, $"{Network.Title} {Kind} {Setting.Title}", Answer);

    private PlanRow Answer(CancellationToken cancellation)
    {
        var network = NetworkLoader.Load(Network.Source, cancellationToken: cancellation);
        var watch = Stopwatch.StartNew();
        var plan = Plan(network, cancellation);
        return PlanReading.Row(plan, watch.Elapsed.TotalSeconds, KeepsSegments);
    }

    private Plan Plan(Network network, CancellationToken cancellation)
    {
        var options = new CompileOptions { Cost = Setting.Cost, HasGreedyPieces = Setting.HasGreedyPieces };
        Plan Ours(CompileOptions o) => DualModeCompiler.Plan(network, Setting.Chip, o, cancellation: cancellation);
        Plan Other(BaselineKind kind) => BaselinePlanner.Plan(NetworkLowering.Lower(network), Setting.Chip, kind, Setting.Cost, Setting.CopiesProducts);
        return Kind switch
        {
            PlanKind.OnePlan => Ours(options with { KeepsOnePlan = true }),
            PlanKind.Greedy => Ours(options with { HasGreedyPieces = true }),
            PlanKind.AllCompute => Ours(options with { HasGreedyPieces = true, UsesMemoryMode = false }),
            PlanKind.Occ => Other(BaselineKind.Occ),
            PlanKind.Puma => Other(BaselineKind.Puma),
            PlanKind.CimMlc => Other(BaselineKind.CimMlc),
            PlanKind.CimMlcAware => Other(BaselineKind.CimMlcAware),
            _ => Ours(options),
        };
    }
}
