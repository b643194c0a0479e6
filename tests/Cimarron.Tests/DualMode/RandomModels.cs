using Cimarron.Tests.Inference;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.DualMode;

/// <summary>Random small models with weights: convolutional ones with branches, and transformer blocks.</summary>
internal static class RandomModels
{
    public static ValueModel Create(int seed)
    {
        var random = new Random(seed);
        var m = new ValueModel($"random-{seed}", seed: seed);
        return random.Next(2) == 0 ? Convolutional(m, random) : Transformer(m, random);
    }

    private static ValueModel Convolutional(ValueModel m, Random random)
    {
        var (channels, size) = (random.Next(1, 7), random.Next(6, 11));
        var x = m.Input(1, channels, size, size);
        for (var step = random.Next(1, 5); step > 0; step--)
        {
            var next = random.Next(1, 13);
            switch (random.Next(5))
            {
                case 0:
                    x = Activation(m, random, SmallModels.ConvNorm(m, x, channels, channels, 3, 1, channels));
                    break;
                case 1 when channels % 2 == 0:
                    x = SmallModels.ConvNorm(m, x, channels, next * 2, 3, 1, 2);
                    channels = next * 2;
                    break;
                case 2:
                    // A residual: two convolutions beside the identity.
                    var inner = Activation(m, random, SmallModels.ConvNorm(m, x, channels, next, 1));
                    x = Activation(m, random, m.Node("Add", [SmallModels.ConvNorm(m, inner, next, channels, 3), x]));
                    break;
                case 3 when size >= 4:
                    x = m.Node(random.Next(2) == 0 ? "MaxPool" : "AveragePool", [x], Attr("kernel_shape", [2, 2]), Attr("strides", [2, 2]));
                    size /= 2;
                    break;
                default:
                    x = Activation(m, random, SmallModels.ConvNorm(m, x, channels, next, random.Next(2) == 0 ? 1 : 3));
                    channels = next;
                    break;
            }
        }

        x = SmallModels.ConvNorm(m, x, channels, 6, 1);
        var flat = m.Node("Flatten", [m.Node("GlobalAveragePool", [x])], Attr("axis", 1));
        return m.Output(m.Node("Gemm", [flat, m.Weight(0.3, 5, 6), m.Weight(0.3, 5)], Attr("transB", 1)));
    }

    private static ValueModel Transformer(ValueModel m, Random random)
    {
        var (length, heads, size) = (random.Next(2, 9), random.Next(1, 4), 2 * random.Next(1, 6));
        var width = heads * size;
        var x = m.Input(1, length, width);
        string Norm(string t) => m.Node("LayerNormalization", [t, m.Uniform(0.5, 1.5, width), m.Weight(0.2, width)], Attr("axis", -1));
        for (var layer = random.Next(1, 3); layer > 0; layer--)
        {
            x = Norm(m.Node("Add", [x, SmallModels.SelfAttention(m, x, length, heads, size)]));
            var hidden = random.Next(4, 25);
            var inner = SmallModels.Linear(m, x, width, hidden);
            inner = random.Next(2) == 0 ? SmallModels.GeluInParts(m, inner) : m.Node("Relu", [inner]);
            x = m.Node("Add", [x, SmallModels.Linear(m, inner, hidden, width)]);
        }

        return m.Output(random.Next(2) == 0 ? Norm(x) : x);
    }

    private static string Activation(ValueModel m, Random random, string x) => random.Next(3) switch { 0 => x, 1 => m.Node("Relu", [x]), _ => m.Node("Sigmoid", [x]) };
}
