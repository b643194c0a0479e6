using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappers;

/// <summary>
/// Maps every matrix operator of a network. Operators of equal shape are one layer, solved once. Layers are independent, so as many are
/// solved at a time as there are threads, one thread each, the largest first; a layer's search sees nothing of the others, so the answer
/// does not depend on the number of threads (as long as no time limit strikes).
/// </summary>
public sealed class NetworkMapper
{
    private readonly ILayerMapper _mapper;

    /// <summary>A network mapper that solves each layer with <paramref name="mapper"/>; it must allow calls from several threads.</summary>
    public NetworkMapper(ILayerMapper mapper) => _mapper = mapper;

    /// <summary>Answers of another run with the same chip and options, such as that of a pruned network: layers of equal shape take theirs. Null for none.</summary>
    public NetworkResult? Known { get; init; }

    /// <summary>Maps a network. Cancellation does not throw: layers under way return their best, the others stay without a mapping.</summary>
    /// <param name="network">The network; operators that are not matrix operators are carried into the result unmapped.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">Objective, limits and threads; the time limit is per layer.</param>
    /// <param name="progress">Told of every step, one report at a time, on the searching threads: it should be quick.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="DiagnosticException">A solver failed that the mapper cannot do without (<see cref="ExitCode.SolverFailed"/>); names the layer.</exception>
    public NetworkResult Map(Network network, Chip chip, MapperOptions options, IProgress<NetworkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var layers = Group(network, options.Objective);
        var board = new ProgressBoard(new NetworkResult(network, chip, options, _mapper.Name, layers), progress);
        var perLayer = options with { Threads = Math.Max(1, options.Threads / Math.Max(1, layers.Length)) };
        var known = TakeKnown(layers, board);
        var order = Enumerable.Range(0, layers.Length).Except(known).OrderByDescending(i => layers[i].Shape.Macs).ThenBy(i => i).ToArray();

        if (_mapper is IAnytimeLayerMapper anytime)
        {
            // A time limit shorter than the first answer takes must not leave a layer without a mapping.
            var untilFirst = perLayer with { TimeLimit = null };
            Workers.Run(order, options.Threads, i => board.Start(i, anytime.Start(layers[i].Shape, chip, untilFirst, cancellationToken)), cancellationToken);
        }

        void Solve(int i)
        {
            var reporter = board.Reporter(i);
            try
            {
                board.Finish(i, _mapper is IAnytimeLayerMapper improver && board.Answer(i) is { } start
                    ? Continue(improver, start, layers[i].Shape, chip, perLayer, reporter, cancellationToken)
                    : _mapper.Map(layers[i].Shape, chip, perLayer, reporter, cancellationToken));
            }
            catch (DiagnosticException e) when (e.ExitCode == ExitCode.SolverFailed)
            {
                throw new DiagnosticException([.. e.Diagnostics.Select(d => d with { Field = d.Field ?? $"layer '{layers[i].Name}'" })], e.ExitCode);
            }
        }

        Workers.Run(order, options.Threads, Solve, cancellationToken);
        return board.Result(cancellationToken.IsCancellationRequested);
    }

    /// <summary>Layers that are answered already.</summary>
    private List<int> TakeKnown(ImmutableArray<NetworkLayer> layers, ProgressBoard board)
    {
        var answers = Known?.Layers.Where(l => l.IsFinished).ToDictionary(l => l.Shape.Shape, l => l.Answer) ?? [];
        var taken = new List<int>();
        for (var i = 0; i < layers.Length; i++)
        {
            if (answers.TryGetValue(layers[i].Shape.Shape, out var answer))
            {
                board.Finish(i, answer);
                taken.Add(i);
            }
        }

        return taken;
    }

    private static MapperResult Continue(IAnytimeLayerMapper mapper, MapperResult start, Layer shape, Chip chip, MapperOptions options, IProgress<MapperProgress> reporter, CancellationToken cancellationToken)
    {
        if (start.Status == MapperStatus.Infeasible || (start.Status == MapperStatus.Optimal && !mapper.AddsToProven))
        {
            return start;
        }

        // The limit is for the layer as a whole, so the first answer counts.
        var left = options.TimeLimit is { } limit ? TimeSpan.FromSeconds(Math.Max(0, limit.TotalSeconds - start.Seconds)) : (TimeSpan?)null;
        var result = mapper.Improve(start, shape, chip, options with { TimeLimit = left }, reporter, cancellationToken);
        return result with { Seconds = result.Seconds + start.Seconds };
    }

    /// <summary>One entry per distinct shape, in the order of first use.</summary>
    internal static ImmutableArray<NetworkLayer> Group(Network network, Objective objective) =>
    [
        .. network.MatrixNodes.GroupBy(n => n.Layer!.Shape).Select(group => new NetworkLayer
        {
            Name = group.First().Name,
            Shape = group.Key with { Name = group.First().Name },
            Nodes = [.. group.Select(n => n.Index)],
            Count = group.Sum(n => (long)n.Repeat),
            Answer = NetworkLayer.NoAnswer(objective),
        }),
    ];
}
