using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Miredo;

/// <summary>What tasks and tables share.</summary>
/// <param name="Options">How large the study is.</param>
/// <param name="Cache">The answers so far.</param>
internal sealed record StudyContext(StudyOptions Options, ResultCache Cache)
{
    /// <summary>What a mapper is asked about a layer. The time limit is the exact mapper's; heuristics end by themselves.</summary>
    public LayerQuestion Question(Chip chip, Layer layer, string mapper) =>
        new(chip, layer, mapper, mapper == LayerTask.Exact ? Options.Mapper : Options.Mapper with { TimeLimit = null });

    /// <summary>The answer to a question whose work is done.</summary>
    public MapperResult Answer(Chip chip, Layer layer, string mapper) =>
        Cache.Find(Question(chip, layer, mapper)) ?? throw new InvalidOperationException($"layer {layer} was not mapped by {mapper}");

    /// <summary>A network as a mapper maps it.</summary>
    public MappedNetwork Network(Workload workload, Chip chip, string mapper) =>
        new([.. workload.Layers.Select(l => (l.Layer, l.Count, Answer(chip, l.Layer, mapper)))]);
}
