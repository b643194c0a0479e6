using System.Collections.Immutable;
using Cimarron.Costs;
using Cimarron.Exploration.Fronts;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Exploration;

/// <summary>The corners of a network's front against all choices of points.</summary>
public sealed class NetworkFrontTests
{
    [Fact]
    public void Corners_are_those_of_the_hull_over_all_choices()
    {
        var random = new Random(9);
        for (var trial = 0; trial < 50; trial++)
        {
            var front = Of([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => ((long)random.Next(1, 4), Points(random)))]);
            var all = new List<(double L, double E)> { (0, 0) };
            foreach (var layer in front.Layers)
            {
                all = [.. from a in all from p in layer.Front.Points select (a.L + (layer.Count * p.Cost.LatencyCycles), a.E + (layer.Count * p.Cost.TotalNanojoules))];
            }

            var corners = front.Corners();
            corners[0].LatencyCycles.ShouldBe(all.Min(a => a.L));
            corners[^1].Nanojoules.ShouldBe(all.Min(a => a.E), 1e-9);

            // The least weighted sum for any weight is reached at a corner.
            for (var weight = 0.001; weight < 1000; weight *= 1.7)
            {
                corners.Min(c => c.Nanojoules + (weight * c.LatencyCycles)).ShouldBe(all.Min(a => a.E + (weight * a.L)), 1e-6);
            }

            corners.Zip(corners.Skip(1)).ShouldAllBe(p => p.First.LatencyCycles < p.Second.LatencyCycles && p.First.Nanojoules > p.Second.Nanojoules);
        }
    }

    [Fact]
    public void Without_points_there_are_no_corners() => Of([]).Corners().ShouldBeEmpty();

    [Fact]
    public void A_network_is_searched_layer_by_layer_and_its_sums_are_reported()
    {
        var network = NetworkLoader.Load("alexnet", new Dictionary<string, int>(), CancellationToken.None);
        var small = network with { Nodes = [.. network.Nodes.Where(n => n.Layer is { P: 1 })] };
        var front = FrontExplorer.Run(small, TestChips.Default, new MapperOptions { TimeLimit = TimeSpan.FromMinutes(5) }, points: 2);
        front.Layers.Length.ShouldBe(3);
        front.Layers.ShouldAllBe(l => l.Front.Points.Length == 2 && l.Front.Status == MapperStatus.Optimal);
        var report = FrontReport.Build(front, "hash", "command");
        report.Tables.Length.ShouldBe(2);
        report.Tables[1].Rows.Length.ShouldBe(4);
    }

    private static ImmutableArray<(double L, double E)> Points(Random random)
    {
        var points = new List<(double, double)>();
        var (latency, energy) = (100.0, 1000.0);
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            points.Add((latency, energy));
            latency += random.Next(1, 50);
            energy -= random.Next(1, 150);
        }

        return [.. points];
    }

    private static NetworkFront Of((long Count, ImmutableArray<(double L, double E)> Points)[] layers)
    {
        var mapping = new ExactMapper().Map(LayerParser.Parse("C=2"), TestChips.Default, new MapperOptions()).Mapping!;
        var cost = new Evaluator(TestChips.Default).Evaluate(mapping);
        ParetoPoint Point(double latency, double energy) =>
            new(mapping, cost with { LatencyCycles = latency, MacNanojoules = energy, LeakageNanojoules = 0, Memory = [] }, IsProven: true);
        return new NetworkFront(
            new Network { Name = "test", Source = "", Hash = "", Nodes = [] },
            TestChips.Default,
            new MapperOptions(),
            [.. layers.Select(l => new LayerFront("layer", mapping.Layer, l.Count, new ParetoFront { Points = [.. l.Points.Select(p => Point(p.L, p.E))], IsComplete = true, Status = MapperStatus.Optimal, Seconds = 0 }))],
            0,
            WasCancelled: false);
    }
}
