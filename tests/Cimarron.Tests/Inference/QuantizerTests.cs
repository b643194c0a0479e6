using Cimarron.Inference;
using Cimarron.Inference.Execution;
using Cimarron.Inference.Quantisation;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Inference;

public sealed class QuantizerTests
{
    private static readonly string[] Names =
    [
        "conv", "conv-padded", "conv-strided", "conv-dilated", "conv-grouped", "conv-depthwise", "conv-same-upper", "conv-same-lower", "conv-1d", "conv-pointwise", "batch-norm", "residual",
        "inverted-residual", "MaxPool-floor", "MaxPool-ceil", "AveragePool-floor", "AveragePool-ceil", "average-padded", "pools-1d", "global-pools", "gemm-transposed", "gemm-scaled", "gemm-left", "matmul-rows",
        "matmul-batched", "attention", "transformer", "layer-norm-in-parts", "perceptron",
    ];

    public static TheoryData<string> Quantisable => [.. Names];

    [Theory]
    [MemberData(nameof(Quantisable))]
    public void A_quantised_model_is_close_to_the_real_one(string name)
    {
        var model = SmallModels.All.Single(m => m.Name == name);
        var real = model.Load();
        var expected = new FloatExecutor(real).Run(model.Inputs);
        foreach (var options in (QuantizeOptions[])[new(), new() { Range = RangeMethod.Percentile, Percentile = 100 }, new() { Range = RangeMethod.MeanSquaredError, IsPerChannel = false }])
        {
            var graph = Quantizer.Quantize(real, [model.Inputs], options);
            var actual = Run(graph, model.Inputs);
            foreach (var (output, values) in expected)
            {
                var difference = graph.DequantizeOutput(output, actual[output]).Zip(values.ToFloats(), (a, b) => (double)(a - b) * (a - b)).Average();
                var size = values.ToFloats().Average(v => (double)v * v);
                Math.Sqrt(difference / size).ShouldBeLessThan(0.06, $"{output} with {options}");
            }
        }
    }

    [Fact]
    public void Products_have_the_shapes_of_the_network()
    {
        foreach (var model in SmallModels.All.Where(m => Names.Contains(m.Name)))
        {
            var real = model.Load();
            var graph = Quantizer.Quantize(real, [model.Inputs]);
            graph.Nodes.Select(n => n.Output).Except(graph.Outputs.Select(o => o.Tensor)).Except(graph.Nodes.SelectMany(Reads)).ShouldBeEmpty("nothing is computed in vain");
            real.Nodes.Select(n => n.Name).Except(graph.Nodes.Select(n => n.Name)).Except(graph.Folded.Keys).ShouldBeEmpty("every node is accounted for");
            graph.Folded.Values.Where(v => v.Length > 0).Except(graph.Nodes.Select(n => n.Name)).ShouldBeEmpty();
            var matrices = graph.Nodes.OfType<QuantizedMatrix>().ToDictionary(m => m.Name);
            foreach (var node in real.Network.MatrixNodes)
            {
                var (matrix, layer) = (matrices[node.Name], node.Layer!);
                ((long)matrix.Rows * matrix.Reduction * matrix.Columns * matrix.Groups).ShouldBe(node.Macs);
                (matrix.Reduction, matrix.Columns, matrix.Groups, matrix.Stationary is not null).ShouldBe((layer.C * layer.R * layer.S, layer.K, layer.G, node.HasDynamicWeight));
            }
        }
    }

    [Fact]
    public void Keys_are_stored_as_they_are_produced()
    {
        var model = SmallModels.All.Single(m => m.Name == "attention");
        var graph = Quantizer.Quantize(model.Load(), [model.Inputs]);

        var products = graph.Nodes.OfType<QuantizedMatrix>().Where(m => m.Stationary is not null).ToList();
        products.Select(p => p.IsStationaryTransposed).ShouldBe([true, false]);
        products.Select(p => string.Join(',', graph.Tensor(p.Stationary!).Shape)).ShouldBe(["2,6,8", "2,6,8"]);
        products.ShouldAllBe(p => graph.Tensor(p.Stationary!).Layout == QuantizedLayout.Groups);
    }

    [Fact]
    public void Written_out_operators_become_one()
    {
        string[] Operations(string name, bool fuses)
        {
            var model = SmallModels.All.Single(m => m.Name == name);
            return [.. Quantizer.Quantize(model.Load(), [model.Inputs], new QuantizeOptions { FusesPatterns = fuses }).Nodes.OfType<QuantizedVector>().Select(v => v.Operation)];
        }

        Operations("layer-norm-in-parts", true).ShouldBe(["LayerNormalization"]);
        Operations("layer-norm-in-parts", false).ShouldBe(["ReduceMean", "Sub", "Mul", "ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add"]);
        Operations("transformer", true).ShouldContain("Gelu");
        Operations("transformer", false).ShouldContain("Erf");
    }

    [Fact]
    public void A_normalisation_disappears_in_the_convolution()
    {
        var model = SmallModels.All.Single(m => m.Name == "residual");
        var graph = Quantizer.Quantize(model.Load(), [model.Inputs]);

        graph.Folded.Keys.Where(k => k.StartsWith("BatchNormalization", StringComparison.Ordinal)).Count().ShouldBe(4);
        graph.Nodes.OfType<QuantizedVector>().Select(v => v.Operation).ShouldBe(["Relu", "Relu", "Add", "Relu", "GlobalAveragePool", "Flatten"], ignoreOrder: true);
    }

    [Fact]
    public void Masked_scores_do_not_spoil_the_others()
    {
        var m = new ValueModel("masked");
        var mask = Enumerable.Range(0, 36).Select(i => i % 6 > i / 6 ? -1e9f : 0).ToArray();
        m.Output(m.Node("Softmax", [m.Node("Add", [m.Input(1, 6, 6), m.Stored(mask, 6, 6)])]));
        var expected = new FloatExecutor(m.Load()).Run(m.Inputs).Values.Single().ToFloats();

        var graph = Quantizer.Quantize(m.Load(), [m.Inputs]);
        var actual = graph.DequantizeOutput(graph.Outputs[0].Name, Run(graph, m.Inputs).Values.Single());

        actual.Zip(expected).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 0.02);
        Enumerable.Range(0, 36).Where(i => i % 6 > i / 6).ShouldAllBe(i => actual[i] == 0);
    }

    [Fact]
    public void Weights_that_are_zero_keep_their_bias()
    {
        var m = new ValueModel("zero");
        m.Output(m.Node("Gemm", [m.Input(2, 4), m.Stored(new float[8], 4, 2), m.Stored([0.7f, 0], 2)]));

        var graph = Quantizer.Quantize(m.Load(), [m.Inputs]);

        graph.DequantizeOutput(graph.Outputs[0].Name, Run(graph, m.Inputs).Values.Single()).ShouldBe([0.7f, 0, 0.7f, 0], 0.003f);
    }

    [Fact]
    public void Operators_without_quantised_form_are_all_named()
    {
        var m = new ValueModel("strange");
        var x = m.Input(3, 5);
        m.Output(m.Node("Softsign", [x]), m.Node("Log", [x]));

        var errors = Should.Throw<DiagnosticException>(() => Quantizer.Quantize(m.Load(), [m.Inputs])).Diagnostics;

        errors.Select(e => e.Field).ShouldBe(["node 'Softsign_0' (Softsign)", "node 'Log_1' (Log)"]);
        errors.ShouldAllBe(e => e.Code == "CIM0854");
    }

    [Fact]
    public void A_real_model_cannot_be_imported_and_examples_are_needed()
    {
        var model = SmallModels.All.Single(m => m.Name == "perceptron");

        Should.Throw<DiagnosticException>(() => Quantizer.Import(model.Load())).Diagnostics.ShouldAllBe(d => d.Code == "CIM0855");
        Should.Throw<DiagnosticException>(() => Quantizer.Quantize(model.Load(), [])).Diagnostics.Single().Code.ShouldBe("CIM0857");
    }

    [Fact]
    public void An_operator_that_is_an_output_is_not_folded_away()
    {
        var m = new ValueModel("output");
        var conv = m.Node("Conv", [m.Input(1, 2, 5, 5), m.Weight(0.3, 3, 2, 3, 3)]);
        m.Output(conv, m.Node("Mul", [conv, m.Builder.Tensor(SmallModels.Real(2))]), m.Node("Identity", [conv]), m.Node("Relu", [conv], Attr("unused", 1)));

        var graph = Quantizer.Quantize(m.Load(), [m.Inputs]);

        graph.Outputs.Length.ShouldBe(4);
        graph.Outputs[2].Tensor.ShouldBe(conv);
        graph.Nodes.Select(n => n.Name).ShouldBe(["Conv_0", "Mul_1", "Relu_3"]);
    }

    private static IEnumerable<string> Reads(QuantizedNode node) => node switch
    {
        QuantizedVector vector => vector.Inputs,
        QuantizedMatrix matrix => matrix.Stationary is null ? [matrix.Input] : [matrix.Input, matrix.Stationary],
        _ => [],
    };

    private static IReadOnlyDictionary<string, byte[]> Run(QuantizedGraph graph, IReadOnlyDictionary<string, Tensor> inputs) =>
        new IntegerReference(graph).Run(inputs.ToDictionary(i => i.Key, i => graph.QuantizeInput(i.Key, i.Value)));
}
