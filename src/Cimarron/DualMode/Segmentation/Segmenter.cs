using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>
/// The dynamic program over segments. Its states say where every live tensor is and how many arrays are memory, so it is exact for the model: no plan of the same form is faster. A block that
/// repeats is continued until an iteration changes all states by the same number of cycles; all further iterations then do the same.
/// </summary>
public sealed class Segmenter
{
    private readonly DualNetwork _network;
    private readonly DualModeChip _chip;
    private readonly CompileOptions _options;
    private readonly ICostModel _model;
    private readonly EdgeSteps _steps;
    private readonly TensorSizes _sizes;
    private readonly ImmutableArray<Tiling?> _tilings;
    private readonly ImmutableArray<ImmutableArray<Chunking>> _chunkings;
    private readonly CancellationToken _cancellation;

    private Segmenter(DualNetwork network, DualModeChip chip, CompileOptions options, ICostModel model, CancellationToken cancellation)
    {
        (_network, _chip, _options, _model, _cancellation) = (network, chip, options, model, cancellation);
        _tilings = Tiling.Of(network, chip, options.Cost.PacksGroups);
        _chunkings = Chunking.All(network, _tilings, chip.Arrays, options.HasGreedyPieces);
        _sizes = new TensorSizes(network, chip, _tilings, _chunkings, options);
        _steps = new EdgeSteps(network, chip, _sizes, model, options);
    }

    /// <summary>The fastest plan.</summary>
    /// <exception cref="DiagnosticException">There is none: an operator needs more than the chip has.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Plan Run(DualNetwork network, DualModeChip chip, CompileOptions options, CancellationToken cancellation = default) =>
        new Segmenter(network, chip, options, options.Cost.ModelOf(chip), cancellation).Run();

    private Plan Run()
    {
        List<Label> entry = [new Label { Cost = 0, Memory = 0, State = 0 }];
        var passes = new List<BlockPasses>();
        Cut? previous = null;
        foreach (var block in _network.Blocks)
        {
            var graph = new BlockGraph(_network, _chip, _sizes, _chunkings, _model.KeepsTensors && _options.UsesMemoryMode, block);
            var pass = new BlockPasses(block, graph);
            passes.Add(pass);
            pass.Run(Enter(entry, previous, graph.Start, -1, -1), Process, labels => Enter(labels, graph.End, graph.Start, block.CarryFrom, block.CarryTo));
            previous = graph.End;
            entry = pass.Exit;
        }

        if (entry.Count == 0)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0812", "no plan fits the chip", field: _network.Name, hint: "give the chip more arrays"));
        }

        return PlanReader.Read(_network, _chip, _model, _tilings, passes);
    }

    /// <summary>Labels of one cut as labels of the next block's first cut: what is not needed there is dropped, what is carried takes its place.</summary>
    private static List<Label> Enter(IReadOnlyList<Label> labels, Cut? from, Cut to, int carryFrom, int carryTo) => [.. labels.Select(label =>
    {
        var state = UInt128.Zero;
        for (var position = 0; from is not null && position < to.Live.Length; position++)
        {
            var tensor = to.Live[position];
            state |= (UInt128)(int)from.Of(label.State, tensor == carryTo ? carryFrom : tensor) << (2 * position);
        }

        return new Label { Cost = label.Cost, Memory = label.Memory, Used = label.Used, State = state, Parent = label, IsEntry = true };
    })];

    /// <summary>One pass through a block.</summary>
    private List<Label> Process(BlockGraph graph, IReadOnlyList<Label> entry)
    {
        foreach (var cut in graph.Cuts)
        {
            cut.Labels.Clear();
        }

        foreach (var label in entry)
        {
            graph.Start.Offer(label, _steps.Switching);
        }

        foreach (var cut in graph.Cuts)
        {
            _cancellation.ThrowIfCancellationRequested();
            Drop(cut);
            foreach (var (state, labels) in cut.Labels)
            {
                foreach (var edge in cut.Edges)
                {
                    _steps.Follow(edge, state, labels);
                }
            }
        }

        return [.. graph.End.Labels.OrderBy(l => l.Key).SelectMany(l => l.Value.OrderBy(v => v.Memory).ThenBy(v => v.Used))];
    }

    /// <summary>A tensor that also lies outside can be dropped from its arrays for free.</summary>
    private void Drop(Cut cut)
    {
        for (var position = 0; position < cut.Live.Length; position++)
        {
            foreach (var (state, labels) in cut.Labels.ToArray())
            {
                if (Cut.At(state, position) != Residency.Both)
                {
                    continue;
                }

                foreach (var label in labels.ToArray())
                {
                    cut.Offer(new Label { Cost = label.Cost, Memory = label.Memory, Used = label.Used, State = state & ~((UInt128)3 << (2 * position)), Parent = label }, _steps.Switching);
                }
            }
        }
    }
}
