using System.Collections.Immutable;
using Cimarron.DualMode;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Segmentation;
using Cimarron.Solvers;

namespace Cimarron.Tests.DualMode;

public sealed class AllocationTests
{
    private const int Segments = 500;
    private const int Batch = 25;
    private const double None = -1;

    [Theory]
    [InlineData(CostModelKind.Physical, 60)]
    [InlineData(CostModelKind.Paper, 61)]
    public void The_parametric_method_equals_enumeration(CostModelKind kind, int seed)
    {
        var random = new Random(seed);
        var (found, infeasible) = (0, 0);
        for (var i = 0; i < Segments; i++)
        {
            var (problem, model) = Problem(random, kind, 7);
            var expected = Enumerated(problem, model);
            var actual = ParametricAllocator.Fastest(problem, model);
            (actual?.Time ?? None).ShouldBe(double.IsPositiveInfinity(expected) ? None : expected, 1e-9, $"segment {i}");
            if (actual is null)
            {
                infeasible++;
                continue;
            }

            found++;
            Check(problem, model, actual);
        }

        found.ShouldBeGreaterThan(Segments / 2);
        infeasible.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Every_useful_allocation_is_undominated_and_the_best_total_is_among_them()
    {
        var random = new Random(62);
        for (var i = 0; i < Segments; i++)
        {
            var (problem, model) = Problem(random, CostModelKind.Physical, 6);
            var best = double.PositiveInfinity;
            Enumerate(problem, model, (time, reload) => best = Math.Min(best, time + reload));
            var useful = ParametricAllocator.Useful(problem, model, 10);
            (useful.IsEmpty ? None : useful[0].Total).ShouldBe(double.IsPositiveInfinity(best) ? None : best, 1e-9);
            foreach (var option in useful)
            {
                Check(problem, model, option);
                useful.ShouldNotContain(o => o != option && o.Total <= option.Total && o.ComputeArrays <= option.ComputeArrays && o.MemoryArrays <= option.MemoryArrays);
            }
        }
    }

    /// <summary>Segments share nothing, so the least sum of their times is the sum of their least times: one program judges several.</summary>
    [Theory]
    [InlineData(CostModelKind.Physical, 63)]
    [InlineData(CostModelKind.Paper, 64)]
    public void A_solver_over_counts_finds_the_same_time(CostModelKind kind, int seed)
    {
        var random = new Random(seed);
        for (var first = 0; first < Segments; first += Batch)
        {
            var program = new MipModel("segments");
            var segments = Enumerable.Range(first, Batch).Select(i => (Index: i, Segment: Problem(random, kind, 12))).Select(s => (
                s.Index,
                Expected: ParametricAllocator.Fastest(s.Segment.Problem, s.Segment.Model)?.Time,
                Time: CountsProgram.Append(program, s.Segment.Problem, s.Segment.Model, $"s{s.Index}_"))).ToArray();
            program.Minimize(LinearExpression.Sum(segments.Where(s => s.Time is not null).Select(s => (LinearExpression)s.Time!.Value.Variable)));
            var result = SolvedProgram.Values(SolverLibrary.Get("cbc"), program, CancellationToken.None)!;
            foreach (var (index, expected, time) in segments)
            {
                (time is { } t ? t.Unit * result[t.Variable] : None).ShouldBe(expected ?? None, 1e-6 * Math.Abs(expected ?? 1), $"segment {index}");
            }
        }
    }

    [Fact]
    public void A_solver_over_single_arrays_finds_the_same_time()
    {
        var random = new Random(65);
        var (solver, infeasible) = (SolverLibrary.Get("cbc"), 0);
        for (var first = 0; first < Segments; first += Batch)
        {
            var program = new MipModel("segments");
            var judged = new List<(int Index, double Expected, ScaledVariable Rate)>();
            foreach (var i in Enumerable.Range(first, Batch))
            {
                var (problem, model) = Problem(random, CostModelKind.Paper, 6);
                if (ParametricAllocator.Fastest(problem, model) is { } fastest)
                {
                    judged.Add((i, fastest.Time, ArraysProgram.Append(program, problem, (PaperCost)model, $"s{i}_")));
                }
                else
                {
                    // Nothing fits only when one copy of everything does not; a solver that says so is started for some of them.
                    problem.Pieces.Sum(p => p.Tiles.Count).ShouldBeGreaterThan(problem.Arrays);
                    if (infeasible++ % 20 == 0)
                    {
                        ArraysProgram.Solve(problem, (PaperCost)model, solver).ShouldBeNull($"segment {i}");
                    }
                }
            }

            program.Maximize(LinearExpression.Sum(judged.Select(s => (LinearExpression)s.Rate.Variable)));
            var result = SolvedProgram.Values(solver, program, CancellationToken.None).ShouldNotBeNull();
            foreach (var (index, expected, rate) in judged)
            {
                (rate.Unit / result[rate.Variable]).ShouldBe(expected, 1e-6 * expected, $"segment {index}");
            }
        }
    }

    [Fact]
    public void An_array_between_two_operators_serves_both()
    {
        // Three operators in a row that need two arrays each: one tensor of two arrays serves the first two, another one the third.
        ImmutableArray<TensorArrays> memory = [new([0, 1], 0, 4), new([1, 2], 0, 4)];
        Fewest(memory, [2, 2, 2], 10).ShouldBe(4);
        Fewest(memory, [2, 4, 2], 10).ShouldBe(4);
        Fewest(memory, [2, 2, 2], 3).ShouldBeNull();
        Fewest([new([0, 1], 0, 1), new([0, 1], 0, 1)], [3, 0], 10).ShouldBeNull();
    }

    [Fact]
    public void A_triangle_of_shared_arrays_is_not_filled_greedily()
    {
        // Every pair of three operators shares; three halves of the need each is the optimum for an even need, and greedy pairs leave one operator alone.
        ImmutableArray<TensorArrays> memory = [new([0, 1], 0, 9), new([1, 2], 0, 9), new([0, 2], 0, 9)];
        Fewest(memory, [2, 2, 2], 20).ShouldBe(3);
        Fewest(memory, [3, 3, 3], 20).ShouldBe(5);
    }

    private static void Check(SegmentProblem problem, ICostModel model, SegmentAllocation allocation)
    {
        allocation.ComputeArrays.ShouldBe(problem.Pieces.Select((p, i) => p.Tiles.Count * allocation.Copies[i]).Sum());
        allocation.MemoryArrays.ShouldBe(allocation.Memory.Sum());
        (allocation.ComputeArrays + allocation.MemoryArrays).ShouldBeLessThanOrEqualTo(problem.Arrays);
        Time(problem, model, [.. allocation.Copies], [.. allocation.Memory]).ShouldBeLessThanOrEqualTo(allocation.Time);
    }

    private static double Enumerated(SegmentProblem problem, ICostModel model)
    {
        var best = double.PositiveInfinity;
        Enumerate(problem, model, (time, _) => best = Math.Min(best, time));
        return best;
    }

    private static void Enumerate(SegmentProblem problem, ICostModel model, Action<double, double> visit)
    {
        var copies = new int[problem.Pieces.Length];
        var memory = new int[problem.Memory.Length];
        void Memory(int t, int left)
        {
            if (t == memory.Length)
            {
                var loaded = copies.Select((c, i) => problem.IsLoaded[i] && problem.Pieces[i].Operator.IsMatrix ? c : 0).ToArray();
                visit(Time(problem, model, copies, memory), model.ReloadTime(problem.Pieces.AsSpan(), loaded));
                return;
            }

            for (memory[t] = problem.Memory[t].Least; memory[t] <= Math.Min(problem.Memory[t].Most, left); memory[t]++)
            {
                Memory(t + 1, left - memory[t]);
            }
        }

        void Copies(int i, int left)
        {
            if (i == copies.Length)
            {
                Memory(0, left);
                return;
            }

            var tiles = problem.Pieces[i].Tiles.Count;
            for (copies[i] = 1; copies[i] <= problem.MostCopies[i] && copies[i] * tiles <= left; copies[i]++)
            {
                Copies(i + 1, left - (copies[i] * tiles));
            }
        }

        Copies(0, problem.Arrays);
    }

    private static int? Fewest(ImmutableArray<TensorArrays> memory, int[] need, int limit)
    {
        var found = new int[memory.Length];
        var cover = new ArrayCover(memory, need.Length);
        cover.Fewest([.. need.Select(n => n + 1)], limit, found);
        return cover.Fewest(need, limit, found) ? found.Sum() : null;
    }

    private static double Time(SegmentProblem problem, ICostModel model, int[] copies, int[] memory) => problem.Pieces.Select((p, i) => Math.Max(
        model.VectorTime(p),
        !p.Operator.IsMatrix ? 0 : Math.Max(
            model.ComputeTime(p, copies[i]),
            model.StreamTime(p, problem.Memory.Select((m, t) => m.Serves.Contains(i) ? memory[t] : 0).Sum(), problem.Operators)))).Max();

    /// <summary>A segment of whole operators, some tensors of which must be in arrays.</summary>
    internal static (SegmentProblem Problem, ICostModel Model) Problem(Random random, CostModelKind kind, int mostArrays)
    {
        while (true)
        {
            var chip = TinyNetworks.Chip(random, mostArrays);
            var network = TinyNetworks.Network(random, random.Next(1, 5));
            var tilings = Tiling.Of(network, chip, packsGroups: true);
            var pieces = Chunking.All(network, tilings, 1000, isGreedy: true).Select(c => c[0].Runs[0].Piece).ToImmutableArray();
            if (!pieces.Any(p => p.Operator.IsMatrix))
            {
                continue;
            }

            var sizes = new TensorSizes(network, chip, tilings, Chunking.All(network, tilings, chip.Arrays, isGreedy: false), new CompileOptions());
            var traffic = SegmentTraffic.Of(network, sizes, pieces, _ => false, _ => false);
            var memory = kind == CostModelKind.Paper ? PaperMemory.Of(network, chip, pieces)
                : [.. traffic.Uses.Select(u => new TensorArrays(u.Pieces, random.Next(4) == 0 ? 1 : 0, Math.Min(3, u.KeepArrays + 1), u.Tensor))];
            var settings = new CostSettings { Model = kind, HasFreeBus = random.Next(2) == 0, CountsWeightsInIntensity = random.Next(2) == 0 };
            var problem = new SegmentProblem
            {
                Pieces = pieces,
                MostCopies = [.. pieces.Select(p => !p.Operator.IsMatrix || random.Next(5) == 0 ? 1 : Math.Min(p.Operator.Rows, chip.Arrays))],
                IsLoaded = [.. pieces.Select(_ => random.Next(5) > 0)],
                Memory = memory,
                Arrays = chip.Arrays,
            };
            return (problem, settings.ModelOf(chip));
        }
    }
}
