using Cimarron.Inference;
using Cimarron.Inference.Quantisation;

namespace Cimarron.Tests.Inference;

public sealed class QuantizedImportTests(QuantizedImportTests.Referee referee) : IClassFixture<QuantizedImportTests.Referee>
{
    public static TheoryData<string> Exact => [.. QuantizedModels.Exact.Select(m => m.Name)];

    public static TheoryData<string> Vectors => [.. QuantizedModels.Vectors.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Exact))]
    public void Products_are_exactly_those_of_the_referee(string name)
    {
        var (actual, expected) = Compare(QuantizedModels.Exact.Single(m => m.Name == name));

        actual.ShouldBe(expected);
        expected.Distinct().Count().ShouldBeGreaterThan(10, "the model must not saturate");
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_operators_differ_by_one_step_at_most_and_rarely(string name)
    {
        var (actual, expected) = Compare(QuantizedModels.Vectors.Single(m => m.Name == name));

        actual.Zip(expected).ShouldAllBe(p => Math.Abs(p.First - p.Second) <= 1);
        actual.Zip(expected).Count(p => p.First != p.Second).ShouldBeLessThanOrEqualTo(actual.Length / 50);
        expected.Distinct().Count().ShouldBeGreaterThan(10, "the model must not saturate");
    }

    private (int[] Actual, int[] Expected) Compare(ValueModel model)
    {
        var (outputs, error) = referee.Results[model.Name];
        error.ShouldBeNull();
        var graph = Quantizer.Import(model.Load());
        var port = graph.Outputs.Single();
        var tensor = graph.Tensor(port.Tensor);
        var bytes = new IntegerReference(graph).Run(model.Inputs.ToDictionary(i => i.Key, i => graph.QuantizeInput(i.Key, i.Value)))[port.Name];
        var expected = outputs[port.Name];
        int[] integers = expected.IsReal ? Array.ConvertAll(expected.ToFloats(), v => tensor.Integer(tensor.Quantize(v))) : Array.ConvertAll(expected.ToIntegers(), v => (int)v);
        return (Array.ConvertAll(bytes, tensor.Integer), integers);
    }

    /// <summary>Runs all models in one process.</summary>
    public sealed class Referee
    {
        internal Dictionary<string, (Dictionary<string, Tensor> Outputs, string? Error)> Results { get; } = Run([.. QuantizedModels.Exact, .. QuantizedModels.Vectors]);

        private static Dictionary<string, (Dictionary<string, Tensor> Outputs, string? Error)> Run(ValueModel[] models) =>
            models.Zip(OnnxRuntime.Run([.. models.Select(m => (m.File(), (IReadOnlyDictionary<string, Tensor>)m.Inputs))])).ToDictionary(r => r.First.Name, r => r.Second);
    }
}
