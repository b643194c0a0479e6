using Cimarron.DualMode;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation;
using Cimarron.Inference;
using Cimarron.Inference.Graphs;
using Cimarron.Inference.Quantisation;
using Cimarron.Tests.Inference;
using Cimarron.Tests.Workloads;

namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>Compiled programs, executed on the simulated arrays, give the bytes of the integer reference, which knows no arrays.</summary>
public sealed class CompiledValuesTests
{
    private static readonly string[] Quantisable =
    [
        "conv", "conv-padded", "conv-strided", "conv-dilated", "conv-grouped", "conv-depthwise", "conv-1d", "conv-pointwise", "residual", "inverted-residual", "gemm-transposed", "gemm-left",
        "matmul-rows", "matmul-batched", "attention", "transformer", "perceptron",
    ];

    public static TheoryData<string> Models => [.. Quantisable];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_kind_of_operator_gives_the_same_bytes(string name)
    {
        var model = SmallModels.All.Single(m => m.Name == name);
        Check(model, DualModeChipLibrary.Load("dynaplasia"));
        Check(model, SmallChip.Chip);
        Check(model, SmallChip.Chip with { Arrays = 3, MulticastsWrites = true });
    }

    [Fact]
    public void Random_networks_give_the_same_bytes()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 60; seed++)
        {
            var model = RandomModels.Create(seed);
            var random = new Random(seed);
            var tiny = TinyNetworks.Chip(random, 8) with { Rows = random.Next(4, 20), Columns = 8 * random.Next(2, 9) };
            foreach (var chip in (DualModeChip[])[tiny, SmallChip.Chip])
            {
                seen.UnionWith(Check(model, chip, new CompileOptions { UsesInPlace = random.Next(4) > 0, HasGreedyPieces = random.Next(4) == 0 }));
            }
        }

        // Otherwise the chips were too large or too small to show anything.
        seen.ShouldBe(["divided", "copied", "in arrays", "in place"], ignoreOrder: true);
    }

    /// <summary>1,000 images through the simulated chip take seconds; one test does all that needs them.</summary>
    [Fact]
    public void The_digits_network_reads_as_well_as_before()
    {
        var images = Digits.Load();
        var real = ValueGraph.Load(ModelFiles.Path("digits-cnn.onnx"));
        var graph = Quantizer.Quantize(real, [.. Enumerable.Range(0, 50).Select(i => new Dictionary<string, Tensor> { ["image"] = images.Images(i, 1) })]);
        var chip = DualModeChipLibrary.Load("dynaplasia");
        var (plan, program, data) = DualModeCompiler.Compile(graph, chip, new CompileOptions());
        ((double)ProgramTimer.Run(program, chip).Cycles).ShouldBe(plan.Cycles);
        var (input, output) = (graph.Inputs.Single().Tensor, graph.Outputs.Single().Tensor);

        // A prepared program runs on one thread at a time.
        const int Parts = 4;
        var right = Enumerable.Range(0, Parts).AsParallel().Sum(part =>
        {
            var prepared = ProgramRunner.Prepare(program, chip, data);
            return Enumerable.Range(0, images.Count).Where(i => i % Parts == part).Count(i =>
            {
                var bytes = prepared.Run(new Dictionary<string, byte[]> { [input] = graph.QuantizeInput("image", images.Images(i, 1)) })[output];
                return Digits.Best(graph.DequantizeOutput("logits", bytes)) == images.Labels[i];
            });
        });

        // As many as in single precision and by the integer reference; docs/quantisation.md.
        right.ShouldBe(977);
    }

    /// <summary>Compiles and runs a model; what its program does.</summary>
    private static HashSet<string> Check(ValueModel model, DualModeChip chip, CompileOptions? options = null)
    {
        var graph = Quantizer.Quantize(model.Load(), [model.Inputs]);
        var (plan, program, data) = DualModeCompiler.Compile(graph, chip, options ?? new CompileOptions());
        ProgramValidator.Check(program, chip).ShouldBeEmpty($"{model.Name} on {chip}");
        ((double)ProgramTimer.Run(program, chip).Cycles).ShouldBe(plan.Cycles, $"{model.Name} on {chip}");
        var inputs = graph.Inputs.ToDictionary(i => i.Name, i => graph.QuantizeInput(i.Name, model.Inputs[i.Name]));
        var expected = new IntegerReference(graph).Run(inputs);
        var actual = ProgramRunner.Run(program, chip, data, graph.Inputs.ToDictionary(i => i.Tensor, i => inputs[i.Name]));
        foreach (var output in graph.Outputs)
        {
            actual[output.Tensor].ShouldBe(expected[output.Name], $"{model.Name} on {chip}, output {output.Name}");
        }

        return Seen(program, chip);
    }

    private static HashSet<string> Seen(MetaProgram program, DualModeChip chip)
    {
        var seen = new HashSet<string>();
        foreach (var write in program.Code.OfType<WriteTiles>())
        {
            var op = program.Operators.Single(o => o.Name == write.Operator);
            seen.UnionWith(write.Tiles.Count < new TileGrid(op, chip).Tiles ? ["divided"] : []);
            seen.UnionWith(write.Arrays.Count > write.Tiles.Count ? ["copied"] : []);
        }

        seen.UnionWith(program.Code.OfType<Allocate>().Select(a => a.Operator is null ? "in arrays" : "in place"));
        return seen;
    }
}
