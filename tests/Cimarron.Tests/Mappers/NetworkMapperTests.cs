using System.Collections.Concurrent;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers;

public sealed class NetworkMapperTests
{
    private static readonly Chip Chip = ChipLibrary.Load("default");

    private static readonly Layer Small = new() { Name = "small", P = 4, Q = 4, C = 8, K = 8, H = 4, W = 4 };

    private static readonly Layer Large = new() { Name = "large", P = 8, Q = 8, C = 16, K = 16, H = 8, W = 8 };

    [Fact]
    public void Equal_shapes_are_solved_once_and_counted()
    {
        var mapper = FakeMapper.Proving();
        var network = Network((Small, 1), (Large, 2), (Small with { Name = "again" }, 3));

        var result = new NetworkMapper(mapper).Map(network, Chip, new MapperOptions());

        mapper.Asked.Count.ShouldBe(2);
        result.Layers.Select(l => (l.Name, l.Count, string.Join(',', l.Nodes))).ShouldBe([("small", 4, "0,2"), ("large", 2, "1")]);
        result.Status.ShouldBe(MapperStatus.Optimal);
        result.LatencyCycles.ShouldBe((4 * result.Layers[0].Answer.Cost!.LatencyCycles) + (2 * result.Layers[1].Answer.Cost!.LatencyCycles));
        result.Nanojoules.ShouldBe((4 * result.Layers[0].Answer.Cost!.TotalNanojoules) + (2 * result.Layers[1].Answer.Cost!.TotalNanojoules));
        result.Edp.ShouldBe(result.LatencyCycles * result.Nanojoules);
    }

    [Fact]
    public void The_network_bound_is_the_sum_of_the_bounds_or_the_squared_sum_of_roots()
    {
        var bounded = new FakeMapper((layer, r) => r with { LowerBound = layer.P == 4 ? 9 : 16 });
        var network = Network((Small, 2), (Large, 1));

        new NetworkMapper(bounded).Map(network, Chip, new MapperOptions { Objective = Objective.Latency }).LowerBound.ShouldBe(34);
        new NetworkMapper(bounded).Map(network, Chip, new MapperOptions { Objective = Objective.Energy }).LowerBound.ShouldBe(34);
        // (2·√9 + √16)² = 100
        new NetworkMapper(bounded).Map(network, Chip, new MapperOptions { Objective = Objective.Edp }).LowerBound.ShouldBe(100, 1e-12);
    }

    [Fact]
    public void The_EDP_bound_holds_for_every_split_into_latency_and_energy()
    {
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            var layers = Enumerable.Range(0, 5).Select(_ => (Count: random.Next(1, 9), Latency: random.NextDouble() * 100, Energy: random.NextDouble() * 100)).ToArray();
            var bound = Math.Pow(layers.Sum(l => l.Count * Math.Sqrt(l.Latency * l.Energy)), 2);
            (layers.Sum(l => l.Count * l.Latency) * layers.Sum(l => l.Count * l.Energy)).ShouldBeGreaterThanOrEqualTo(bound * (1 - 1e-12));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_answer_does_not_depend_on_the_threads(int threads)
    {
        var network = Network([.. Enumerable.Range(1, 12).Select(i => (Small with { Name = $"l{i}", K = i }, i))]);
        string Text(int count) => string.Join('\n', new NetworkMapper(new FakeMapper()).Map(network, Chip, new MapperOptions { Threads = count }).Layers
            .Select(l => $"{l.Name} {l.Count} {l.Answer.Value:R} {string.Join(';', l.Answer.Mapping!.Temporal)}"));

        Text(threads).ShouldBe(Text(1));
    }

    [Fact]
    public void The_largest_layer_is_solved_first()
    {
        var order = new ConcurrentQueue<string>();
        var mapper = new FakeMapper((layer, r) =>
        {
            order.Enqueue(layer.P == 4 ? "small" : "large");
            return r;
        });

        new NetworkMapper(mapper).Map(Network((Small, 1), (Large, 1)), Chip, new MapperOptions { Threads = 1 });

        order.ShouldBe(["large", "small"]);
    }

    [Fact]
    public void Two_layers_are_solved_at_a_time()
    {
        using var both = new Barrier(2);
        var mapper = new FakeMapper((_, r) =>
        {
            both.SignalAndWait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            return r;
        });

        new NetworkMapper(mapper).Map(Network((Small, 1), (Large, 1)), Chip, new MapperOptions { Threads = 2 }).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void Cancellation_keeps_what_there_is()
    {
        using var source = new CancellationTokenSource();
        var mapper = new FakeMapper((_, r) =>
        {
            source.Cancel();
            return r with { Status = MapperStatus.Cancelled };
        });

        var result = new NetworkMapper(mapper).Map(Network((Small, 1), (Large, 1)), Chip, new MapperOptions { Threads = 1 }, cancellationToken: source.Token);

        result.Status.ShouldBe(MapperStatus.Cancelled);
        result.WasCancelled.ShouldBeTrue();
        result.IsComplete.ShouldBeFalse();
        result.Layers[0].HasAnswer.ShouldBeFalse();
        result.Layers[0].Answer.Gap.ShouldBe(1);
        result.Layers[1].Answer.Cost.ShouldNotBeNull();
        result.LowerBound.ShouldBe(result.Layers[1].Answer.LowerBound, 1e-9 * result.LowerBound);
    }

    [Fact]
    public void A_failing_search_fails_the_whole_with_its_own_exception()
    {
        var mapper = new FakeMapper((_, _) => throw new InvalidOperationException("broken"));

        Should.Throw<InvalidOperationException>(() => new NetworkMapper(mapper).Map(Network((Small, 1), (Large, 1)), Chip, new MapperOptions())).Message.ShouldBe("broken");
    }

    [Fact]
    public void An_anytime_mapper_answers_every_layer_before_it_improves_any()
    {
        var mapper = new AnytimeMapper();
        var reports = new Recorder();

        var result = new NetworkMapper(mapper).Map(Network((Small, 1), (Large, 1)), Chip, new MapperOptions { Threads = 1 }, reports);

        mapper.Calls.ShouldBe(["start 8", "start 4", "improve 8", "improve 4"]);
        var complete = reports.All.First(r => r.Snapshot is { IsComplete: true });
        complete.Done.ShouldBe(0);
        result.Status.ShouldBe(MapperStatus.Optimal);
        reports.All[^1].Done.ShouldBe(2);
        reports.All[^1].Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_network_without_matrix_operators_is_mapped_at_once()
    {
        var result = new NetworkMapper(new FakeMapper()).Map(Network(), Chip, new MapperOptions());

        result.Layers.ShouldBeEmpty();
        result.Status.ShouldBe(MapperStatus.Optimal);
        result.Edp.ShouldBe(0);
    }

    private static Network Network(params (Layer Layer, int Repeat)[] layers) => new()
    {
        Name = "test",
        Source = "test",
        Hash = "0",
        Nodes = [.. layers.Select((l, i) => new NetworkNode { Index = i, Name = l.Layer.Name, OpType = "Conv", Kind = NodeKind.Matrix, Layer = l.Layer, Repeat = l.Repeat, Elements = 1 })],
    };

    private sealed class Recorder : IProgress<NetworkProgress>
    {
        public List<NetworkProgress> All { get; } = [];

        public void Report(NetworkProgress value) => All.Add(value);
    }

    private sealed class AnytimeMapper : FakeMapper, IAnytimeLayerMapper
    {
        public List<string> Calls { get; } = [];

        public MapperResult Start(Layer layer, Chip chip, MapperOptions options, CancellationToken cancellationToken = default)
        {
            Calls.Add($"start {layer.P}");
            return Map(layer, chip, options, null, cancellationToken);
        }

        public MapperResult Improve(MapperResult start, Layer layer, Chip chip, MapperOptions options, IProgress<MapperProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            Calls.Add($"improve {layer.P}");
            progress?.Report(new MapperProgress(start.Value, start.LowerBound, TimeSpan.Zero));
            return start with { Status = MapperStatus.Optimal, LowerBound = start.Value };
        }
    }
}
