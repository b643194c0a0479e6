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
    private readonly ImmutableArray<BlockSearch> _searches;
    private readonly CancellationToken _cancellation;

    private Segmenter(DualNetwork network, DualModeChip chip, CompileOptions options, ICostModel model, CancellationToken cancellation)
    {
        (_network, _chip, _options, _model, _cancellation) = (network, chip, options, model, cancellation);
        _tilings = Tiling.Of(network, chip, options.Cost.PacksGroups);
        _chunkings = Chunking.All(network, _tilings, chip.Arrays, options.HasGreedyPieces);
        _sizes = new TensorSizes(network, chip, _tilings, _chunkings, options);
        _steps = new EdgeSteps(network, chip, _sizes, model, options);
        _searches = [.. network.Blocks.Select(Search)];
        Least = network.Blocks.Select((b, i) => b.Repeat * _searches[i].Least).Sum();
    }

    /// <summary>Cycles that no plan goes below.</summary>
    internal double Least { get; }

    /// <summary>The fastest plan.</summary>
    /// <exception cref="DiagnosticException">There is none: an operator needs more than the chip has.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Plan Run(DualNetwork network, DualModeChip chip, CompileOptions options, CancellationToken cancellation = default) =>
        Prepare(network, chip, options, cancellation).Run(() => double.PositiveInfinity)!;

    /// <summary>Everything but the search.</summary>
    internal static Segmenter Prepare(DualNetwork network, DualModeChip chip, CompileOptions options, CancellationToken cancellation) =>
        new(network, chip, options, options.Cost.ModelOf(chip), cancellation);

    /// <summary>The fastest plan, or null when it turns out to be slower than another one.</summary>
    /// <param name="best">Cycles of the fastest plan known elsewhere; may fall meanwhile.</param>
    internal Plan? Run(Func<double> best)
    {
        List<Label> entry = double.IsFinite(Least) ? [new Label { Cost = 0, Memory = 0, State = default }] : [];
        var passes = new List<BlockPasses>();
        Cut? previous = null;
        var least = Least;
        for (var i = 0; i < _searches.Length && entry.Count > 0; i++)
        {
            var (block, search) = (_network.Blocks[i], _searches[i]);
            if (Label.Cheapest(entry) + least > best())
            {
                return null;
            }

            least -= block.Repeat * search.Least;
            var (rest, pass) = (least, new BlockPasses(block));
            passes.Add(pass);
            pass.Run(
                Enter(entry, previous, search.Start, -1, -1),
                (labels, others) => search.Run(labels, search.Share(labels, best() - rest, others)),
                labels => Enter(labels, search.End, search.Start, block.CarryFrom, block.CarryTo));
            (previous, entry) = (search.End, pass.Exit);
        }

        return entry.Count > 0 ? PlanReader.Read(_network, _chip, _model, _tilings, passes)
            : double.IsFinite(best()) ? null
            : throw new DiagnosticException(Diagnostic.Error("CIM0812", "no plan fits the chip", field: _network.Name, hint: "give the chip more arrays"));
    }

    private BlockSearch Search(DualBlock block)
    {
        var graph = new BlockGraph(_network, _chip, _sizes, _chunkings, _model.KeepsTensors && _options.UsesMemoryMode, block);
        var dominance = _model.KeepsTensors && !_options.KeepsOnePlan ? new StateDominance(_network, _sizes, _chunkings, _model, _steps.Switching) : null;
        return new BlockSearch(graph, new BlockBounds(graph, _steps.Bounds, WorthOfTracked(graph.End)), _steps, dominance, Worth(graph.End), _cancellation);
    }

    /// <summary>
    /// Cycles that the state at the end of a block can be worth, over one with all tensors outside: each is loaded once, by the first segment that reads it, and arrays switch. In the paper's model
    /// it is a write-back. With one allocation per segment only nothing can be said: what replaces a state may have another one.
    /// </summary>
    private double Worth(Cut end)
    {
        if (_options.KeepsOnePlan)
        {
            return double.PositiveInfinity;
        }

        var switches = (double)_chip.Arrays * Math.Max(_chip.SwitchToMemoryCycles, _chip.SwitchToComputeCycles);
        return (2 * switches) + (_model.KeepsTensors ? end.Live.Sum(t => _model.ExternalTime(_network.Tensors[t].Bytes)) : _model.ExternalTime(Math.Min(end.LiveBytes, _chip.Arrays * _chip.ArrayBytes)));
    }

    /// <summary>The part of that which the tracked tensor has.</summary>
    private double WorthOfTracked(Cut end) => _options.KeepsOnePlan || end.Tracked < 0 ? 0 : _model.ExternalTime(_network.Tensors[end.Live[end.Tracked]].Bytes);

    /// <summary>Labels of one cut as labels of the next block's first cut: what is not needed there is dropped, what is carried takes its place.</summary>
    private static List<Label> Enter(IReadOnlyList<Label> labels, Cut? from, Cut to, int carryFrom, int carryTo) => [.. labels.Select(label =>
    {
        var state = default(Bits128);
        for (var position = 0; from is not null && position < to.Live.Length; position++)
        {
            var tensor = to.Live[position];
            state = state.WithPair(position, (int)from.Of(label.State, tensor == carryTo ? carryFrom : tensor));
        }

        return new Label { Cost = label.Cost, Memory = label.Memory, Used = label.Used, State = state, Parent = label, IsEntry = true };
    })];
}
