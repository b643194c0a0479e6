using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers;

/// <summary>The exact mapper against brute force on chips with other levels than the two reference chips.</summary>
public sealed class OtherHierarchiesTests
{
    private const int MostMappings = 10_000;
    private static readonly Operand[] All = [Operand.Input, Operand.Weight, Operand.Output];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_exact_mapper_finds_the_best_of_all_legal_mappings(int kind)
    {
        var checkedProblems = 0;
        for (var seed = 0; checkedProblems < 25; seed++)
        {
            var random = new Random(seed);
            var chip = Build(kind, random);
            var layer = TinyLayer(random);
            var profile = random.Next(3) == 0 ? LegalityProfile.Reference : LegalityProfile.Strict;
            if (BestOf(layer, chip, profile) is not { } best)
            {
                continue;
            }

            checkedProblems++;
            foreach (var objective in Enum.GetValues<Objective>())
            {
                var result = new ExactMapper().Map(layer, chip, new MapperOptions { Objective = objective, Profile = profile, Padding = false, Threads = 1 });
                var expected = best[(int)objective];
                if (double.IsPositiveInfinity(expected))
                {
                    result.Status.ShouldBe(MapperStatus.Infeasible, $"seed {seed}");
                }
                else
                {
                    result.Value.ShouldBe(expected, expected * 1e-9, $"seed {seed} {layer} {objective} {profile}");
                }
            }
        }
    }

    /// <summary>0: no private buffers; 1: no shared buffer; 2: a weight buffer; 3: outputs without a level of their own, sometimes no leakage.</summary>
    private static Chip Build(int kind, Random random)
    {
        var pingPong = random.Next(2) == 0;
        MemoryLevel Level(string name, MemoryKind level, Operand[] holds, long bits, bool mayDouble) => new()
        {
            Name = name,
            Kind = level,
            Holds = [.. holds],
            CapacityBits = bits,
            PortBitsPerCycle = random.Next(1, 100),
            ReadPicojoulesPerBit = random.NextDouble(),
            WritePicojoulesPerBit = random.NextDouble(),
            MayDoubleBuffer = mayDouble,
        };
        MemoryLevel Buffer(string name, params Operand[] holds) => Level(name, MemoryKind.Sram, holds, 1L << random.Next(5, 14), true);
        var dram = Level("Dram", MemoryKind.Dram, All, 1L << 40, true);
        var macro = Level("Macro", MemoryKind.Macro, [Operand.Weight], 8 * random.Next(1, 9), pingPong);
        (MemoryLevel[] levels, int[] cores, int[] rows, int[] columns) = kind switch
        {
            0 => ([dram, Buffer("GB", Operand.Input, Operand.Output), macro], [1, 0, 1], [1, 0, 1], [1, 0, 1]),
            1 => ([dram, Buffer("IB", Operand.Input), Buffer("OB", Operand.Output), macro], [0, 0, 0], [1, 0, 2], [1, 0, 2]),
            2 => ([dram, Buffer("GB", All), Buffer("WB", Operand.Weight), Buffer("OB", Operand.Output), macro], [1, 1, 1], [1, 2, 3], [1, 2, 3]),
            _ => ((MemoryLevel[])[dram, Buffer("GB", Operand.Weight, Operand.Output), Buffer("IB", Operand.Input), Level("IReg", MemoryKind.Register, [Operand.Input], 8, false), macro], (int[])[0, 1, 1], (int[])[2, 1, 1], (int[])[3, 1, 1]),
        };
        var axes = TestChips.Default.Axes;
        return TestChips.Default with
        {
            Levels = [.. levels],
            Macro = TestChips.Default.Macro with { PingPong = pingPong },
            LeakageNanojoulesPerCycle = kind == 3 ? random.Next(2) * 0.01 : 0.03,
            Axes =
            [
                axes[0] with { Size = random.Next(1, 9), Feeds = [.. cores] },
                axes[1] with { Size = random.Next(1, 9), Feeds = [.. rows] },
                axes[2] with { Size = random.Next(1, 9), Feeds = [.. columns] },
            ],
        };
    }

    private static Layer TinyLayer(Random random)
    {
        int[] bounds = [1, 1, 1, 1, 1, 1, 1];
        for (var factors = random.Next(2, 6); factors > 0; factors--)
        {
            bounds[random.Next(7)] *= random.Next(5) == 0 ? 3 : 2;
        }

        return new Layer
        {
            R = bounds[0], S = bounds[1], P = bounds[2], Q = bounds[3], C = bounds[4], K = bounds[5], G = bounds[6],
            H = bounds[0] + bounds[2] - 1,
            W = bounds[1] + bounds[3] - 1,
        };
    }

    /// <summary>Best latency, energy and energy-delay product; null when there are too many mappings to try them all.</summary>
    private static double[]? BestOf(Layer layer, Chip chip, LegalityProfile profile)
    {
        var evaluator = new Evaluator(chip);
        double[] best = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity];
        var tried = 0;
        BruteForce.Enumerate(layer, chip, profile, candidate =>
        {
            if (++tried <= MostMappings)
            {
                var cost = evaluator.Measure(candidate.ToMapping());
                best[0] = Math.Min(best[0], cost.Cycles);
                best[1] = Math.Min(best[1], cost.Nanojoules);
                best[2] = Math.Min(best[2], cost.Edp);
            }
        });
        return tried <= MostMappings ? best : null;
    }
}
