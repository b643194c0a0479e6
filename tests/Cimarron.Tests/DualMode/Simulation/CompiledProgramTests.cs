using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Emission;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;
using Cimarron.DualMode.Simulation;
using Cimarron.Workloads;
using Cimarron.Workloads.Zoo;

namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>What the compiler writes is legal, survives as text, and takes exactly the predicted cycles.</summary>
public sealed class CompiledProgramTests
{
    [Theory]
    [InlineData("resnet-18", 1)]
    [InlineData("vgg-16", 1)]
    [InlineData("bert-base:seq=64", 1)]
    [InlineData("bert-base:seq=64", 4)]
    [InlineData("llama-2-7b:seq=64", 1)]
    public void Compiled_programs_are_legal_and_take_the_predicted_cycles(string name, int headGroups)
    {
        var chip = DualModeChipLibrary.Load("dynaplasia");
        var plan = Segmenter.Run(NetworkLowering.Lower(NetworkZoo.Load(name), headGroups), chip, new CompileOptions());

        Judge(plan, chip);
    }

    [Theory]
    [InlineData("resnet-18")]
    [InlineData("bert-base:seq=64")]
    public void So_are_those_of_the_baselines(string name)
    {
        var chip = DualModeChipLibrary.Load("dynaplasia");
        var network = NetworkLowering.Lower(NetworkZoo.Load(name));
        foreach (var kind in Enum.GetValues<BaselineKind>())
        {
            Judge(BaselinePlanner.Plan(network, chip, kind, new CostSettings()), chip);
        }
    }

    /// <summary>
    /// Keys and values are written once: they lie in arrays as tiles, the arrays switch to compute, and nothing is written to compute arrays again. Qk and sv operators of each group of heads.
    /// Planning whole language models takes seconds.
    /// </summary>
    [Theory]
    [InlineData("bert-large:seq=64", 2)]
    [InlineData("llama-2-7b:prefill=64", 8)]
    public void Every_key_and_value_is_used_where_it_lies(string name, int headGroups)
    {
        var chip = DualModeChipLibrary.Load("dynaplasia");
        var program = Judge(Segmenter.Run(NetworkLowering.Lower(NetworkZoo.Load(name), headGroups), chip, new CompileOptions()), chip);
        var dynamic = program.Operators.Where(o => o.Stationary is not null).Select(o => o.Name).ToArray();
        dynamic.Length.ShouldBe(2 * headGroups);

        // The layers are one block whose first and last iterations may be written out: every one of them places each operand once.
        foreach (var body in Bodies(program.Code).Where(b => b.OfType<Allocate>().Any(a => a.Operator is not null)))
        {
            var placed = body.OfType<Allocate>().Where(a => a.Operator is not null).ToArray();
            (placed.Length % dynamic.Length).ShouldBe(0);
            placed.Select(a => a.Operator).Distinct().ShouldBe(dynamic, ignoreOrder: true);
            foreach (var operand in placed)
            {
                body.OfType<SwitchMode>().ShouldContain(s => s.ToCompute && operand.Arrays.All(a => s.Arrays.Contains(a)), $"{operand.Tensor} is switched");
            }
        }

        Bodies(program.Code).SelectMany(b => b).OfType<WriteTiles>().ShouldNotContain(w => dynamic.Contains(w.Operator));
    }

    private static IEnumerable<IReadOnlyList<Statement>> Bodies(IReadOnlyList<Statement> code) => code.OfType<RepeatBlock>().SelectMany(r => Bodies(r.Body)).Prepend(code);

    /// <summary>Small chips: operators in many pieces by columns and by rows, tensors in arrays, operands in place, multicast, shared bandwidth, free vectors.</summary>
    [Theory]
    [InlineData(80, 4)]
    [InlineData(81, 9)]
    [InlineData(82, 18)]
    public void Programs_of_random_networks_are_legal_and_take_the_predicted_cycles(int seed, int mostFeatures)
    {
        var random = new Random(seed);
        var kinds = new HashSet<string>();
        for (var i = 0; i < 120; i++)
        {
            var chip = TinyNetworks.Chip(random, 8);
            var network = random.Next(3) == 0 ? TinyNetworks.Attention(random, mostFeatures) : TinyNetworks.Network(random, random.Next(1, 12), mostFeatures, mixes: true);
            if (!network.Operators.Any(o => o.IsMatrix))
            {
                continue;
            }

            var options = new CompileOptions { UsesMemoryMode = random.Next(6) > 0, UsesInPlace = random.Next(6) > 0, Duplicates = random.Next(6) > 0, KeepsOnePlan = random.Next(6) == 0, HasGreedyPieces = random.Next(6) == 0 };
            var program = Judge(Segmenter.Run(network, chip, options), chip);
            kinds.UnionWith(program.Code.Select(s => s is Allocate { Operator: not null } ? "in place" : s.GetType().Name));

            var best = Segmenter.Run(network, chip, new CompileOptions());
            Judge(best, chip);
            foreach (var kind in Enum.GetValues<BaselineKind>())
            {
                var baseline = BaselinePlanner.Plan(network, chip, kind, new CostSettings());
                Judge(baseline, chip);
                best.Cycles.ShouldBeLessThanOrEqualTo(baseline.Cycles, $"network {i}, {kind}");
            }
        }

        kinds.IsSupersetOf(["in place", nameof(SwitchMode), nameof(Allocate), nameof(Free), nameof(ExternalRead), nameof(ExternalWrite), nameof(WriteTiles), nameof(ParallelBlock)]).ShouldBeTrue(string.Join(", ", kinds));
    }

    [Fact]
    public void So_are_those_of_repeated_blocks()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var chip = TinyNetworks.Chip(new Random(seed), 8);
            Judge(Segmenter.Run(RepeatedNetworks.Create(seed, 2 + (seed % 9), isWrittenOut: false), chip, new CompileOptions()), chip);
        }
    }

    /// <summary>Packed weights: fewer tiles, an index beside them, inputs that move in part.</summary>
    [Theory]
    [InlineData(83, 9, false)]
    [InlineData(84, 18, true)]
    public void So_are_those_of_packed_weights(int seed, int mostFeatures, bool multicasts)
    {
        var random = new Random(seed);
        for (var i = 0; i < 120; i++)
        {
            var chip = TinyNetworks.Chip(random, 8) with { MulticastsWrites = multicasts };
            var network = TinyNetworks.Network(random, random.Next(1, 8), mostFeatures, mixes: true);
            var packed = network with { Operators = [.. network.Operators.Select(o => o is { IsMatrix: true, Stationary: < 0 } ? o with { Packing = Packing(o, chip, random) } : o)] };
            if (!packed.Operators.Any(o => o.Packing is not null))
            {
                continue;
            }

            var program = Judge(Segmenter.Run(packed, chip, new CompileOptions()), chip);
            program.Operators.ShouldContain(o => o.Packing != null);
            foreach (var kind in Enum.GetValues<BaselineKind>())
            {
                Judge(BaselinePlanner.Plan(packed, chip, kind, new CostSettings()), chip);
            }
        }
    }

    private static WeightPacking Packing(DualOperator op, DualModeChip chip, Random random)
    {
        var width = random.Next(2) == 0 ? op.Columns : chip.WeightColumns * random.Next(1, 4);
        return new WeightPacking(random.Next(1, op.Reduction + 1), random.Next(1, op.Columns + 1), width, random.Next(1, op.Reduction + 1), random.Next(200));
    }

    private static MetaProgram Judge(Plan plan, DualModeChip chip)
    {
        var program = ProgramWriter.Write(plan);
        ProgramValidator.Check(program, chip).ShouldBeEmpty();
        ((double)ProgramTimer.Run(program, chip).Cycles).ShouldBe(plan.Cycles);
        var text = ProgramPrinter.Print(program);
        ProgramPrinter.Print(ProgramParser.Parse(text, "compiled")).ShouldBe(text);
        return program;
    }
}
