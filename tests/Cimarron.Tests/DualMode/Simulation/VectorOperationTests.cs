using System.Collections.Immutable;
using System.Globalization;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation;

namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>Each vector operator against numbers worked out from its definition.</summary>
public sealed class VectorOperationTests
{
    /// <summary>Scale 0.5 in and 0.25 out, so that the values shown are exact or rounded to quarters.</summary>
    [Theory]
    [InlineData("Relu", "", "4", "4", "-3 0 2 5", "0 0 2 5")]
    [InlineData("Clip", "min=-1 max=2.5", "4", "4", "-3 0 2 5", "-1 0 2 2.5")]
    [InlineData("Clip", "", "2", "2", "-3 5", "-3 5")]
    [InlineData("LeakyRelu", "alpha=0.25", "2", "2", "-4 5", "-1 5")]
    [InlineData("Sigmoid", "", "3", "3", "-8 0 8", "0 0.5 1")]
    [InlineData("Tanh", "", "3", "3", "-8 0 0.5", "-1 0 0.5")]
    [InlineData("Gelu", "", "4", "4", "-1 0 1 3", "-0.25 0 0.75 3")]
    [InlineData("Gelu", "approximate=tanh", "3", "3", "-8 1 3", "0 0.75 3")]
    [InlineData("Silu", "", "3", "3", "-1 1 2", "-0.25 0.75 1.75")]
    [InlineData("HardSwish", "", "4", "4", "-4 0 1.5 4", "0 0 1 4")]
    [InlineData("HardSigmoid", "", "4", "4", "-4 0 2.5 4", "0 0.5 1 1")]
    [InlineData("HardSigmoid", "alpha=0.5 beta=0.25", "2", "2", "-4 1", "0 0.75")]
    [InlineData("Erf", "", "4", "4", "-8 0 0.5 2", "-1 0 0.5 1")]
    [InlineData("Exp", "", "3", "3", "0 1 -3", "1 2.75 0")]
    [InlineData("Sqrt", "", "3", "3", "0 4 -1", "0 2 0")]
    [InlineData("Neg", "", "2", "2", "-3 5", "3 -5")]
    [InlineData("Abs", "", "2", "2", "-3 5", "3 5")]
    [InlineData("Identity", "", "2", "2", "-3 5", "-3 5")]
    [InlineData("Requantize", "", "2", "2", "60 5", "31.75 5")]
    [InlineData("Reshape", "", "2,3", "3,2", "1 2 3 4 5 6", "1 2 3 4 5 6")]
    [InlineData("Flatten", "", "1,3", "3", "1 2 3", "1 2 3")]
    [InlineData("Add", "right=@c", "2,2", "2,2", "1 2 3 4", "11 22 13 24")]
    [InlineData("Sub", "left=@c", "2,2", "2,2", "1 2 3 4", "9 18 7 16")]
    [InlineData("Mul", "right=@c", "2", "2", "-1 1", "-10 20")]
    [InlineData("Div", "left=@c", "2,1", "2,2", "5 8", "2 4 1.25 2.5")]
    [InlineData("MaxPool", "kernel=\"2 2\" strides=\"2 2\"", "1,1,2,4", "1,1,1,2", "1 2 3 4 5 6 7 8", "6 8")]
    [InlineData("MaxPool", "kernel_shape=\"1 2\" dilations=\"1 2\"", "1,1,1,4", "1,1,1,2", "1 2 3 0", "3 2")]
    [InlineData("MaxPool", "kernel_shape=\"1 2\" strides=\"1 2\" ceil_mode=1", "1,1,1,3", "1,1,1,2", "1 2 -3", "2 -3")]
    [InlineData("AveragePool", "kernel_shape=\"1 3\" pads=\"0 1 0 1\"", "1,1,1,3", "1,1,1,3", "3 6 9", "4.5 6 7.5")]
    [InlineData("AveragePool", "kernel_shape=\"1 3\" pads=\"0 1 0 1\" count_include_pad=1", "1,1,1,3", "1,1,1,3", "3 6 9", "3 6 5")]
    [InlineData("AveragePool", "kernel_shape=\"1 2\" strides=\"1 2\" ceil_mode=1 count_include_pad=1", "1,1,1,3", "1,1,1,2", "1 2 4", "1.5 4")]
    [InlineData("GlobalAveragePool", "", "1,2,1,2", "1,2,1,1", "1 2 3 5", "1.5 4")]
    [InlineData("GlobalMaxPool", "", "1,2,1,2", "1,2,1,1", "1 2 5 3", "2 5")]
    [InlineData("ReduceMean", "axes=0", "2,3", "1,3", "1 2 3 4 5 6", "2.5 3.5 4.5")]
    [InlineData("ReduceMean", "axes=-1 keepdims=0", "2,3", "2", "1 2 3 4 5 6", "2 5")]
    [InlineData("ReduceMean", "", "2,2", "1,1", "1 2 3 4", "2.5")]
    [InlineData("Softmax", "axis=0", "2,2", "2,2", "0 8 0 0", "0.5 1 0.5 0")]
    [InlineData("Softmax", "", "1,4", "1,4", "1 1 1 1", "0.25 0.25 0.25 0.25")]
    [InlineData("LayerNormalization", "", "1,2", "1,2", "1 5", "-1 1")]
    [InlineData("LayerNormalization", "axis=0 scale=@s bias=@s", "2", "2", "1 5", "0 4")]
    [InlineData("LayerNormalization", "epsilon=12", "1,2", "1,2", "1 5", "-0.5 0.5")]
    [InlineData("RMSNormalization", "", "1,2", "1,2", "1 7", "0.25 1.5")]
    [InlineData("BatchNormalization", "scale=@s bias=@s mean=@c var=@c epsilon=0", "1,2,1,1", "1,2,1,1", "10 20", "1 2")]
    [InlineData("Transpose", "perm=\"1 0\"", "2,3", "3,2", "1 2 3 4 5 6", "1 4 2 5 3 6")]
    [InlineData("Transpose", "", "1,2,2", "2,2,1", "1 2 3 4", "1 3 2 4")]
    [InlineData("Pad", "pads=\"0 1 1 0\" value=7", "1,2", "2,3", "1 2", "7 1 2 7 7 7")]
    [InlineData("Slice", "starts=\"1 -3\" ends=\"2 99\" axes=\"0 1\" steps=\"1 2\"", "2,4", "1,2", "1 2 3 4 5 6 7 8", "6 8")]
    public void Values_follow_the_definition(string operation, string attributes, string from, string to, string input, string expected)
    {
        var result = Run(operation, attributes, [from], to, [Numbers(input)]);

        result.ShouldBe(Numbers(expected), 0.001);
    }

    [Fact]
    public void Two_tensors_are_broadcast()
    {
        Run("Add", "", ["2,2", "2"], "2,2", [[1, 2, 3, 4], [10, 20]]).ShouldBe([11, 22, 13, 24]);
        Run("Sub", "", ["2", "2,1"], "2,2", [[1, 2], [10, 20]]).ShouldBe([-9, -8, -19, -18]);
        Run("Mul", "", ["1", "2"], "2", [[3], [2, -2]]).ShouldBe([6, -6]);
        Run("Div", "", ["2", "2"], "2", [[3, 1], [2, 4]]).ShouldBe([1.5, 0.25]);
    }

    [Fact]
    public void Tensors_are_joined()
    {
        Run("Concat", "axis=1", ["2,1", "2,2"], "2,3", [[1, 2], [3, 4, 5, 6]]).ShouldBe([1, 3, 4, 2, 5, 6]);
        Run("Concat", "axis=-2", ["1,2", "2,2"], "3,2", [[1, 2], [3, 4, 5, 6]]).ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Theory]
    [InlineData("Relu", "", "4", "5")]
    [InlineData("Clip", "min=x", "4", "4")]
    [InlineData("Clip", "min=\"1 2\"", "4", "4")]
    [InlineData("Add", "right=@missing", "4", "4")]
    [InlineData("Add", "right=@c", "3", "3")]
    [InlineData("Add", "", "4", "4")]
    [InlineData("MaxPool", "", "1,1,2,2", "1,1,1,1")]
    [InlineData("MaxPool", "kernel=\"2 2\"", "1,1,2,2", "1,1,2,2")]
    [InlineData("MaxPool", "kernel=\"2 2\"", "2,2", "1,1")]
    [InlineData("Softmax", "axis=2", "2,2", "2,2")]
    [InlineData("Softmax", "axis=0.5", "2,2", "2,2")]
    [InlineData("Transpose", "perm=\"0 0\"", "2,2", "2,2")]
    [InlineData("Concat", "axis=0", "2,2", "2,2,1")]
    [InlineData("Slice", "starts=0 ends=1 axes=\"0 0\"", "2", "1")]
    [InlineData("Slice", "starts=\"0 0\" ends=\"1 1\" axes=\"0 0\"", "2", "1")]
    [InlineData("Pad", "pads=1", "2", "3")]
    [InlineData("BatchNormalization", "", "1,2", "1,2")]
    [InlineData("LayerNormalization", "scale=@c", "3", "3")]
    [InlineData("ReduceMean", "axes=3", "2,2", "1,1")]
    [InlineData("GlobalMaxPool", "", "2,2", "2,2")]
    [InlineData("Gelu", "approximate=maybe", "2", "2")]
    [InlineData("LSTM", "", "2", "2")]
    public void Wrong_attributes_and_shapes_are_refused(string operation, string attributes, string from, string to) =>
        Should.Throw<DiagnosticException>(() => Run(operation, attributes, [from], to, [new double[Shape(from).Aggregate((a, b) => a * b)]])).Message.ShouldContain(operation);

    [Fact]
    public void Erf_is_exact()
    {
        // Abramowitz and Stegun, table 7.1.
        foreach (var (x, erf) in new[] { (0.1, 0.1124629160), (0.5, 0.5204998778), (1, 0.8427007929), (1.5, 0.9661051465), (2, 0.9953222650), (-1, -0.8427007929), (3, 0.9999779095), (5.9, 1), (7, 1) })
        {
            Cimarron.DualMode.Simulation.Values.Scalars.Erf(x).ShouldBe(erf, 1e-10);
        }
    }

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture))];

    private static ImmutableArray<int> Shape(string text) => [.. text.Split(',').Select(int.Parse)];

    private static double[] Run(string operation, string attributes, string[] from, string to, double[][] inputs)
    {
        var list = string.Join(", ", from.Select((_, i) => $"x{i}"));
        var tensors = string.Concat(from.Select((s, i) => $"tensor x{i} : i8[{s}] input scale=0.5 zero={-i}\n"));
        var reads = string.Concat(from.Select((s, i) => $"EXT.read(x{i}, {All(s)}) "));
        var text = $$"""
            program "p" chip "small"
            {{tensors}}tensor y : i8[{{to}}] output scale=0.25
            vector v : {{operation}}({{list}}) -> y elements=1 { {{Separated(attributes)}} }
            code { {{reads}} parallel "a" { VEC.run(v, {{All(to)}}) } EXT.write(y, {{All(to)}}) }
            """;
        var program = ProgramParser.Parse(text, operation);
        var data = ProgramData.Empty.With("c", DataArray.Of([10f, 20f], 2)).With("s", DataArray.Of([1f, 2f], 2));
        var bytes = inputs.Select((x, i) => ($"x{i}", x.Select(v => (byte)(sbyte)((v * 2) - i)).ToArray())).ToDictionary(p => p.Item1, p => p.Item2);
        return [.. ProgramRunner.Run(program, SmallChip.Chip, data, bytes)["y"].Select(b => (sbyte)b * 0.25)];
    }

    /// <summary>Blanks inside of quotes separate numbers, all others attributes.</summary>
    private static string Separated(string attributes) => string.Join('"', attributes.Split('"').Select((part, i) => i % 2 == 0 ? part.Replace(" ", ", ", StringComparison.Ordinal) : part));

    private static string All(string shape) => Shape(shape)[^1] == 1 ? "0" : $"0-{Shape(shape)[^1] - 1}";
}
