using System.Diagnostics;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers;

/// <summary>
/// The simplest legal mapping: one core, one cell at a time, every operand streamed from DRAM. A floor to compare with, not a search;
/// its bound is the trivial one of full use of every cell (latency) or of the multiply-accumulates (energy).
/// </summary>
internal sealed class StreamingMapper : ILayerMapper
{
    /// <inheritdoc/>
    public string Name => "streaming";

    /// <inheritdoc/>
    public MapperResult Map(Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var loops = Operands.Dims.Where(d => layer[d] > 1).Select(d => new TemporalLoop(d, layer[d], 0, 0, 0)).ToArray();
        var mapping = new Mapping
        {
            Layer = layer,
            Spatial = [],
            Temporal = loops.Length > 0 ? [.. loops] : [new TemporalLoop(Dim.P, 2, 0, 0, 0)],
        };
        var cost = new Evaluator(chip).Evaluate(mapping);
        var value = options.Objective switch { Objective.Latency => cost.LatencyCycles, Objective.Energy => cost.TotalNanojoules, _ => cost.Edp };
        return new MapperResult
        {
            Objective = options.Objective,
            Status = MapperStatus.TimeLimit,
            Mapping = mapping,
            Cost = cost,
            Value = value,
            LowerBound = Bound(layer, chip, options.Objective),
            ProvenFor = "all mappings: every cell of every core in use in every activation",
            Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    private static double Bound(Layer layer, Chip chip, Objective objective)
    {
        var cells = chip.Axes.Aggregate(1.0, (product, axis) => product * axis.Size);
        var cycles = Math.Ceiling(layer.Macs / cells) * chip.MacCycles;
        var leakage = cycles * chip.LeakageNanojoulesPerCycle;
        return objective switch { Objective.Latency => cycles, Objective.Energy => leakage, _ => cycles * leakage };
    }
}
