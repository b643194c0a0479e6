using System.Collections.Concurrent;
using System.Diagnostics;
using Cimarron.Exploration.Studies;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;
using Cimarron.Sparsity.Pruning;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Ciminus;

/// <summary>What the tables share: networks, chips, the digits, and the runs so far.</summary>
internal sealed class CiminusContext(CiminusOptions options)
{
    private readonly ConcurrentDictionary<string, Lazy<Network>> networks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SparseNetworkCost> runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> seconds = new(StringComparer.Ordinal);

    /// <summary>How large the study is.</summary>
    public CiminusOptions Options { get; } = options;

    /// <summary>The trained network and its images.</summary>
    public DigitsStudy Digits { get; } = new(options);

    /// <summary>A built-in network.</summary>
    public Network Network(string name) => networks.GetOrAdd(name, n => new Lazy<Network>(() => NetworkLoader.Load(n))).Value;

    /// <summary>The named patterns at a ratio, as nearly as they come to it.</summary>
    public static IEnumerable<(PatternFamily Family, FlexBlock Pattern)> Patterns(double ratio) =>
        PatternLibrary.Named.Where(f => ratio >= (f.Pattern.Full is null ? 0 : f.Pattern.Intra?.Ratio ?? 0)).Select(f => (f, f.At(ratio)));

    /// <summary>A run as work to do.</summary>
    public StudyWork Work(SparseRun run) => new(run.Key, $"{run.Network} {run.Pattern.Name}", () => runs.ContainsKey(run.Key), _ => Do(run));

    /// <summary>What a run came to; its work must be done.</summary>
    public SparseNetworkCost Cost(SparseRun run) => runs[run.Key];

    /// <summary>How long a run took on one thread, seconds.</summary>
    public double Seconds(SparseRun run) => seconds[run.Key];

    private void Do(SparseRun run)
    {
        var network = Network(run.Network);
        var profile = run.SkipsZeros ? Digits.StandIn : (InputProfile?)null;
        var watch = Stopwatch.StartNew();
        var masks = NetworkMasks.Random([.. SparseLayer.Of(network)], run.Pattern, new PruneOptions());
        runs[run.Key] = SparseNetworkEvaluator.Evaluate(network, Chip(run), run.Mapping, masks, profile);
        seconds[run.Key] = watch.Elapsed.TotalSeconds;
    }

    private static SparseChip Chip(SparseRun run) => run.Organisation.Split('×') is [var rows, var columns]
        ? SparseChipLibrary.Load(run.Chip, [$"macroRows={rows}", $"macroColumns={columns}"])
        : SparseChipLibrary.Load(run.Chip);
}
