using System.Collections.Immutable;
using Cimarron.DualMode;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Literal;
using Cimarron.DualMode.Lowering;
using Cimarron.Workloads;

namespace Cimarron.Tests.DualMode.Literal;

/// <summary>Allocation, segments and baseline of the literal reading against enumeration and numbers by hand, on <see cref="SmallChip"/> with a D_main of two bytes per cycle, so that streams are worth memory arrays.</summary>
public sealed class LiteralSegmenterTests
{
    private static readonly DualModeChip Chip = SmallChip.Chip with { InternalBitsPerCycle = 8, ExternalBitsPerCycle = 8 };

    [Theory]
    [InlineData(false, false, 71)]
    [InlineData(true, false, 72)]
    [InlineData(true, true, 73)]
    public void The_allocation_of_a_segment_equals_enumeration(bool hasFreeBus, bool countsWeights, int seed)
    {
        var random = new Random(seed);
        var cost = new CostSettings { HasFreeBus = hasFreeBus, CountsWeightsInIntensity = countsWeights };
        var allocator = new LiteralAllocator(Chip, new LiteralCost(Chip, cost));
        var (used, shared) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var pieces = Chain(random, 3);
            pieces = pieces[..Math.Min(pieces.Length, 1 + random.Next(3))];
            while (pieces.Sum(p => p.Tiles.Count) > Chip.Arrays)
            {
                pieces = pieces[1..];
            }

            var found = allocator.Best(pieces, usesMemory: true);

            found.Total.ShouldBe(Enumerated(pieces, cost, usesMemory: true), 1e-9, $"segment {i}");
            allocator.Best(pieces, usesMemory: false).Total.ShouldBe(Enumerated(pieces, cost, usesMemory: false), 1e-9, $"segment {i}, all computing");
            (found.ComputeArrays + found.MemoryArrays).ShouldBeLessThanOrEqualTo(Chip.Arrays);
            used += found.MemoryArrays > 0 ? 1 : 0;
            shared += found.Memory.Where((arrays, m) => m % 2 == 1 && arrays > 0).Any() ? 1 : 0;
        }

        used.ShouldBeGreaterThan(50);
        shared.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void The_segments_of_a_chain_equal_enumeration()
    {
        var random = new Random(74);
        var allocator = new LiteralAllocator(Chip, new LiteralCost(Chip, new CostSettings()));
        var (several, together) = (0, 0);
        for (var i = 0; i < 150; i++)
        {
            var pieces = Chain(random, 3);
            pieces = pieces[..Math.Min(pieces.Length, 5)];

            var found = new LiteralSegmenter(Chip, allocator).Run(pieces, usesMemory: true);

            found.Cycles.ShouldBe(Rest(pieces, allocator, 0), 1e-9, $"chain {i}");
            var segments = found.Segments().ToArray();
            segments.Sum(s => s.Copies.Length).ShouldBe(pieces.Length);
            segments.Sum(s => s.Total).ShouldBeLessThanOrEqualTo(found.Cycles + 1e-9);
            several += segments.Length > 1 ? 1 : 0;
            together += segments.Any(s => s.Copies.Length > 1) ? 1 : 0;
        }

        several.ShouldBeGreaterThan(30);
        together.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void The_baseline_fills_segments_in_order_and_copies_by_the_knapsack()
    {
        var model = new LiteralCost(Chip, new CostSettings { HasFreeBus = true });
        var (first, second) = (Convolution("first", 16, 2), Convolution("second", 8, 3));

        // Seven spare arrays: 16/3 + 8/2 is the least sum, whose loads are 3 · 2 arrays.
        new LiteralBaseline(Chip, model, copiesProducts: false).Cycles([first, second]).ShouldBe((128.0 / 3) + (6 * 16), 1e-9);

        // Matrix products get copies only if they may: 16 steps, and loads of three arrays.
        Piece Product(Piece piece) => piece with { Operator = piece.Operator with { Convolution = null } };
        new LiteralBaseline(Chip, model, copiesProducts: false).Cycles([Product(first), Product(second)]).ShouldBe(128 + (3 * 16), 1e-9);
        new LiteralBaseline(Chip, model, copiesProducts: true).Cycles([Product(first), Product(second)]).ShouldBe((128.0 / 3) + (6 * 16), 1e-9);

        // Two of seven arrays do not fit at once and have no copies: 8 steps and seven loads each.
        new LiteralBaseline(Chip, model, copiesProducts: true).Cycles([Convolution("a", 8, 7), Convolution("b", 8, 7)]).ShouldBe(2 * (64 + (7 * 16)), 1e-9);
    }

    [Fact]
    public void A_network_without_matrix_operators_is_refused()
    {
        var network = NetworkLoader.Load("resnet18");
        var empty = network with { Nodes = [.. network.Nodes.Where(n => n.Kind == NodeKind.Vector)] };

        Should.Throw<DiagnosticException>(() => LiteralModel.Compare(empty, Chip, new LiteralOptions(new CostSettings()))).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0814");
    }

    private static Piece Convolution(string name, int rows, int tiles)
    {
        var layer = new Layer { Name = name, P = rows, K = 8 * tiles, H = rows };
        return LiteralPieces.Cut(new DualOperator { Index = 0, Name = name, Rows = rows, Reduction = 1, Columns = 8 * tiles, Convolution = layer }, Chip, Chip.Arrays).ShouldHaveSingleItem();
    }

    /// <summary>Pieces of up to so many random operators; an image is smaller than what the arrays see of it.</summary>
    private static ImmutableArray<Piece> Chain(Random random, int most) =>
    [
        .. Enumerable.Range(0, 1 + random.Next(most)).SelectMany(i =>
        {
            var (height, width, channels, kernel) = (1 + random.Next(4), 1 + random.Next(6), 1 + random.Next(5), random.Next(2) == 0 ? 1 : 3);
            var layer = new Layer { P = height, Q = width, R = kernel, S = kernel, C = channels, K = 1 + random.Next(40), G = random.Next(4) == 0 ? 2 : 1, H = height, W = width };
            var op = new DualOperator
            {
                Index = i, Name = $"op{i}", Rows = height * width, Reduction = channels * kernel * kernel, Columns = layer.K, Groups = layer.G, Convolution = random.Next(3) == 0 ? null : layer,
            };
            return LiteralPieces.Cut(op, Chip, 4 + random.Next(Chip.Arrays - 3));
        }),
    ];

    private static double Enumerated(ImmutableArray<Piece> pieces, CostSettings cost, bool usesMemory)
    {
        var best = double.PositiveInfinity;
        var (copies, memory) = (new int[pieces.Length], new int[pieces.Length]);
        Try(0, Chip.Arrays);
        return best;

        void Try(int at, int left)
        {
            if (at == pieces.Length)
            {
                if (memory.Sum() - Sharing(pieces, memory, 0, 0) <= left)
                {
                    best = Math.Min(best, Cycles(pieces, copies, memory, cost));
                }

                return;
            }

            for (copies[at] = 1; copies[at] * pieces[at].Tiles.Count <= left && copies[at] <= pieces[at].Operator.Rows; copies[at]++)
            {
                for (memory[at] = usesMemory ? Math.Min(Chip.Arrays, MostMemory(pieces[at])) : 0; memory[at] >= 0; memory[at]--)
                {
                    Try(at + 1, left - (copies[at] * pieces[at].Tiles.Count));
                }
            }
        }
    }

    /// <summary>The most arrays that neighbours can share (Eq. 6), every amount tried.</summary>
    private static int Sharing(ImmutableArray<Piece> pieces, int[] memory, int at, int taken)
    {
        if (at + 1 >= pieces.Length)
        {
            return 0;
        }

        var output = (int)OwnCeiling(pieces[at].ResultElements, Chip.ArrayBytes);
        return Enumerable.Range(0, 1 + Math.Min(output, Math.Min(memory[at] - taken, memory[at + 1]))).Max(s => s + Sharing(pieces, memory, at + 1, s));
    }

    private static int MostMemory(Piece piece)
    {
        var op = piece.Operator;
        var seen = (long)op.Rows * op.Reduction * op.Groups;
        var image = op.Convolution is { } layer ? (long)layer.C * layer.G * layer.H * layer.W : seen;
        return (int)OwnCeiling((image * piece.StreamedElements) + (piece.ResultElements * seen), seen * Chip.ArrayBytes);
    }

    private static double Cycles(ImmutableArray<Piece> pieces, int[] copies, int[] memory, CostSettings cost)
    {
        var (time, load, bytes) = (0.0, 0.0, 0.0);
        for (var i = 0; i < pieces.Length; i++)
        {
            var streamed = pieces[i].StreamedElements + (cost.CountsWeightsInIntensity ? pieces[i].WeightElements : 0);
            time = Math.Max(time, Math.Max(pieces[i].Operator.Rows * 8.0 / copies[i], streamed / (2.0 + (2 * memory[i]))));
            load = Math.Max(load, copies[i] * pieces[i].Tiles.Count * 16.0);
            bytes += pieces[i].WeightElements;
        }

        return time + (cost.HasFreeBus ? load : Math.Max(load, bytes));
    }

    /// <summary>Every segment, and every number of arrays that stay or become memory in it.</summary>
    private static double Rest(ImmutableArray<Piece> pieces, LiteralAllocator allocator, int memory)
    {
        var best = pieces.IsEmpty ? 0 : double.PositiveInfinity;
        for (var count = 1; count <= pieces.Length && pieces[..count].Sum(p => p.Tiles.Count) <= Chip.Arrays; count++)
        {
            var segment = allocator.Best(pieces[..count], usesMemory: true);
            for (var next = segment.MemoryArrays; next + segment.ComputeArrays <= Chip.Arrays; next++)
            {
                var switching = next > memory ? 3 * (next - memory) : 2 * (memory - next);
                best = Math.Min(best, switching + segment.Total + Rest(pieces[count..], allocator, next));
            }
        }

        return best;
    }

    private static long OwnCeiling(long a, long b) => (a + b - 1) / b;
}
