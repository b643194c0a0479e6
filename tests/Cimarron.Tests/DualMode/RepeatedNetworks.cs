using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.Tests.DualMode;

/// <summary>Random networks with a block that runs several times, as layers of transformers do; as a repeated block, or written out as so many blocks.</summary>
internal static class RepeatedNetworks
{
    public static DualNetwork Create(int seed, int repeat, bool isWrittenOut)
    {
        var random = new Random(seed);
        var (builder, rows, width) = (new DualNetworkBuilder(), random.Next(1, 5), random.Next(2, 6));
        var input = TinyNetworks.Tensor(builder, "x", rows, random.Next(1, 5), TensorRole.Input);
        var first = TinyNetworks.Static(builder, "first", rows, input, width, TensorRole.Intermediate);
        builder.EndBlock();
        var (body, current) = (random.Next(), first);
        for (var i = 0; i < (isWrittenOut ? repeat : 1); i++)
        {
            current = Body(builder, new Random(body), $"{i}.", rows, width, current);
            if (isWrittenOut)
            {
                builder.EndBlock();
            }
            else
            {
                builder.EndBlock(repeat, current, first);
            }
        }

        _ = TinyNetworks.Static(builder, "last", rows, current, random.Next(1, 5), TensorRole.Output);
        return builder.Build("repeated", "repeated", "", []);
    }

    private static int Body(DualNetworkBuilder builder, Random random, string prefix, int rows, int width, int current)
    {
        var (start, inner) = (current, random.Next(1, 5));
        if (random.Next(2) == 0)
        {
            current = TinyNetworks.Vector(builder, prefix + "norm", [current], width, rows, TensorRole.Intermediate, isFeaturewise: false);
        }

        var query = TinyNetworks.Static(builder, prefix + "q", rows, current, inner, TensorRole.Intermediate);
        if (random.Next(2) == 0)
        {
            var key = TinyNetworks.Static(builder, prefix + "k", rows, current, inner, TensorRole.Intermediate);
            query = TinyNetworks.Product(builder, prefix + "qk", rows, query, key, TensorRole.Intermediate);
        }

        var output = TinyNetworks.Static(builder, prefix + "out", rows, query, width, TensorRole.Intermediate);
        return random.Next(2) == 0 ? output : TinyNetworks.Vector(builder, prefix + "add", [output, start], width, rows, TensorRole.Intermediate, isFeaturewise: true);
    }
}
