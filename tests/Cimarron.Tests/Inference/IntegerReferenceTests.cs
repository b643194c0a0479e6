using System.Collections.Immutable;
using Cimarron.Inference.Quantisation;
using Cimarron.Workloads;

namespace Cimarron.Tests.Inference;

/// <summary>Numbers worked out by hand.</summary>
public sealed class IntegerReferenceTests
{
    [Fact]
    public void A_product_rounds_half_to_even_and_saturates()
    {
        // (x − 1)·2 + 3 is 3, 5, 7, 253, −255 and 255, −253; halved: 1.5 → 2, 2.5 → 2, 3.5 → 4, 126.5 → 126, −127.5 → −128 and 127.5 → 128 → 127, −126.5 → −126.
        var graph = Graph([T("x", [5, 1], 1, 1), T("y", [5, 1], 2, 0)], Product("x", "y", rows: 5, reduction: 1, weight: [2], bias: [3]));

        Run(graph, 1, 2, 3, 126, unchecked((byte)-128)).ShouldBe([2, 2, 4, 126, -128]);
        Run(graph, 1, 2, 3, 127, unchecked((byte)-127)).ShouldBe([2, 2, 4, 127, -126]);
    }

    [Fact]
    public void Zero_points_of_weights_and_scales_per_column_count()
    {
        // Σ (x − 2)·(w − z): columns (1−1, 5−(−1)) and (3−1, −1−(−1)) with x − 2 = (1, 2): 0·1 + 2·2 = 4, 6·1 + 0·2 = 6. Multipliers 0.5·2/1 and 0.5·4/1.
        var product = Product("x", "y", rows: 1, reduction: 2, weight: [1, 5, 3, -1], bias: []) with { Columns = 2, WeightScale = [2, 4], WeightZero = [1, -1] };

        Run(Graph([T("x", [1, 2], 0.5f, 2), T("y", [1, 2], 1, -10)], product), 3, 4).ShouldBe([-6, 2]);
    }

    [Fact]
    public void Padding_of_a_convolution_is_zero_whatever_the_zero_point()
    {
        // A 3-tap sum over (5 − 7, 9 − 7) with a zero on both sides: 0 both times; a single centre tap would give −2 and 2.
        var layer = new Layer { H = 2, P = 2, R = 3, Padding = new Padding(1, 0, 1, 0) };
        var conv = Product("x", "y", rows: 2, reduction: 3, weight: [1, 1, 1], bias: []) with { Convolution = layer };

        Run(Graph([T("x", [1, 1, 2, 1], 1, 7), T("y", [1, 1, 2, 1], 1, 0)], conv), 5, 9).ShouldBe([0, 0]);
        Run(Graph([T("x", [1, 1, 2, 1], 1, 7), T("y", [1, 1, 2, 1], 1, 0)], conv with { Weight = [1, 10, 100] }), 5, 9).ShouldBe([127, 18]);
    }

    [Fact]
    public void A_stationary_tensor_can_lie_transposed()
    {
        // x = (1, 2), k rows (3, 4) and (5, 6): 11 and 17.
        var matrix = Product("x", "y", rows: 1, reduction: 2, weight: [], bias: []) with { Columns = 2, Stationary = "k", WeightScale = [], IsStationaryTransposed = true };
        var graph = Graph([T("x", [1, 2], 1, 0), T("k", [1, 2, 2], 1, 0), T("y", [1, 2], 1, 0)], matrix) with { Inputs = [new QuantizedPort("x", "x", true), new QuantizedPort("k", "k", true)] };

        byte[] Values(QuantizedGraph g) => new IntegerReference(g).Run(new Dictionary<string, byte[]> { ["x"] = [1, 2], ["k"] = [3, 4, 5, 6] })["y"];
        Values(graph).ShouldBe<byte>([11, 17]);
        Values(graph with { Nodes = [matrix with { IsStationaryTransposed = false }] }).ShouldBe<byte>([13, 16]);
    }

    [Theory]
    [InlineData("Relu", "", new[] { -4, -1, 0, 3 }, new[] { 0, 0, 0, 3 })]
    [InlineData("LeakyRelu", "alpha=0.5", new[] { -4, -1, 0, 3 }, new[] { -2, 0, 0, 3 })]
    [InlineData("Clip", "min=-2 max=1", new[] { -4, -1, 0, 3 }, new[] { -2, -1, 0, 1 })]
    [InlineData("HardSwish", "", new[] { -4, -3, 1, 3 }, new[] { 0, 0, 1, 3 })]
    [InlineData("Transpose", "perm=1_0", new[] { 1, 2, 3, 4 }, new[] { 1, 3, 2, 4 })]
    [InlineData("Softmax", "axis=1", new[] { 1, 1, -100, 50 }, new[] { 0, 0, 0, 1 })]
    [InlineData("ReduceMean", "axes=1 keepdims=1", new[] { 1, 2, 4, 7 }, new[] { 2, 6 })]
    public void Vector_operators_follow_their_definition(string operation, string attributes, int[] input, int[] expected)
    {
        var output = operation == "ReduceMean" ? T("y", [2, 1], 1, 0) : T("y", [2, 2], 1, 0);
        var vector = new QuantizedVector
        {
            Name = "v",
            Operation = operation,
            Inputs = ["x"],
            Output = "y",
            Attributes = attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split('=')).ToImmutableSortedDictionary(a => a[0], a => a[1].Replace('_', ' ')),
        };

        Run(Graph([T("x", [2, 2], 1, 0), output], vector), Array.ConvertAll(input, v => unchecked((byte)v))).ShouldBe(expected);
    }

    [Fact]
    public void Sums_beyond_32_bits_and_unknown_operations_are_reported()
    {
        var large = Graph([T("x", [1, 1], 1, 0), T("y", [1, 1], 1, 0)], Product("x", "y", 1, 1, [127], [int.MaxValue]));
        var unknown = Graph([T("x", [1], 1, 0), T("y", [1], 1, 0)], new QuantizedVector { Name = "v", Operation = "Det", Inputs = ["x"], Output = "y" });

        Should.Throw<DiagnosticException>(() => Run(large, 1)).Diagnostics.Single().Code.ShouldBe("CIM0852");
        Should.Throw<DiagnosticException>(() => Run(unknown, 1)).Diagnostics.Single().Code.ShouldBe("CIM0853");
        Should.Throw<DiagnosticException>(() => Run(large, 1, 2)).Diagnostics.Single().Code.ShouldBe("CIM0851");
    }

    private static QuantizedTensor T(string name, ImmutableArray<int> shape, float scale, int zero) => new() { Name = name, Shape = shape, Scale = scale, ZeroPoint = zero };

    private static QuantizedMatrix Product(string input, string output, int rows, int reduction, ImmutableArray<sbyte> weight, ImmutableArray<int> bias) =>
        new() { Name = "m", Rows = rows, Reduction = reduction, Columns = 1, Input = input, Output = output, Weight = weight, WeightScale = [1], Bias = bias };

    private static QuantizedGraph Graph(ImmutableArray<QuantizedTensor> tensors, QuantizedNode node) => new()
    {
        Name = "g",
        ModelHash = "",
        Tensors = tensors,
        Nodes = [node],
        Inputs = [new QuantizedPort("x", "x", true)],
        Outputs = [new QuantizedPort("y", "y", true)],
    };

    private static int[] Run(QuantizedGraph graph, params byte[] input) =>
        Array.ConvertAll(new IntegerReference(graph).Run(new Dictionary<string, byte[]> { ["x"] = input })["y"], b => (int)(sbyte)b);
}
