using Cimarron.DualMode;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;

namespace Cimarron.Tests.DualMode;

/// <summary>Random small networks and chips.</summary>
internal static class TinyNetworks
{
    public static DualModeChip Chip(Random random, int mostArrays) => new()
    {
        Name = "tiny",
        Arrays = random.Next(3, mostArrays + 1),
        Rows = 4,
        Columns = 16,
        CellBits = 1,
        CellsPerWeight = 8,
        StepCycles = random.Next(1, 9),
        InternalBitsPerCycle = 8 * random.Next(0, 4),
        ExternalBitsPerCycle = 8 * random.Next(1, 5),
        ArrayBitsPerCycle = 8 * random.Next(0, 4),
        BufferBytes = 64,
        SwitchToComputeCycles = random.Next(0, 4),
        SwitchToMemoryCycles = random.Next(0, 4),
        WriteCycles = random.Next(0, 20),
        VectorWidth = random.Next(0, 4),
        WritesTransposed = random.Next(2) == 0,
        MulticastsWrites = random.Next(3) == 0,
        SharesMainBandwidth = random.Next(3) == 0,
    };

    /// <summary>Products in a random graph: chains with side branches, additions of earlier tensors, row-wise vector operators, products of two tensors.</summary>
    /// <param name="random">Where the choices come from.</param>
    /// <param name="operators">Products and row-wise operators.</param>
    /// <param name="mostFeatures">Most columns of a product; more than 4 do not fit small chips at once.</param>
    /// <param name="mixes">Whether tensors are also mixed by the rows of others, as values are by scores.</param>
    public static DualNetwork Network(Random random, int operators, int mostFeatures = 4, bool mixes = false)
    {
        var builder = new DualNetworkBuilder();
        var rows = random.Next(1, 7);
        var tensors = new List<int> { Tensor(builder, "x", rows, random.Next(1, mostFeatures + 1), TensorRole.Input) };
        for (var i = 0; i < operators; i++)
        {
            var role = i == operators - 1 ? TensorRole.Output : TensorRole.Intermediate;
            var source = random.Next(3) > 0 ? tensors[^1] : tensors[random.Next(tensors.Count)];
            var kind = random.Next(8);
            if (kind == 0)
            {
                tensors.Add(Vector(builder, $"norm{i}", [source], builder.Tensor(source).Features, rows, role, isFeaturewise: false));
            }
            else if (kind == 1 && tensors.Count > 2)
            {
                tensors.Add(Product(builder, $"dot{i}", rows, source, tensors[random.Next(1, tensors.Count)], role));
            }
            else if (kind == 2 && mixes && tensors.Count > 2 && tensors.FindIndex(2, t => builder.Tensor(t).Features == rows) is > 0 and var scores)
            {
                tensors.Add(Mixture(builder, $"mix{i}", rows, tensors[scores], tensors[random.Next(1, tensors.Count)], role));
            }
            else
            {
                var output = Static(builder, $"op{i}", rows, source, random.Next(1, mostFeatures + 1), role);
                tensors.Add(output);
                var other = tensors.Take(tensors.Count - 1).FirstOrDefault(t => builder.Tensor(t).Features == builder.Tensor(output).Features, -1);
                if (other >= 0 && random.Next(2) == 0)
                {
                    builder.Change(output, t => t with { Role = TensorRole.Intermediate });
                    tensors.Add(Vector(builder, $"add{i}", [output, other], builder.Tensor(output).Features, rows, role, isFeaturewise: true));
                }
            }
        }

        return builder.Build("tiny", "tiny", "", []);
    }

    /// <summary>Queries, keys and values of one head, scores, mixture, projection; some steps are left out.</summary>
    public static DualNetwork Attention(Random random, int mostFeatures)
    {
        var (builder, rows, width) = (new DualNetworkBuilder(), random.Next(1, 7), random.Next(1, mostFeatures + 1));
        var x = Tensor(builder, "x", rows, random.Next(1, mostFeatures + 1), TensorRole.Input);
        int Projection(string name, int columns) => Static(builder, name, rows, x, columns, TensorRole.Intermediate);
        var (isValueFirst, value) = (random.Next(2) == 0, -1);
        value = isValueFirst ? Projection("v", random.Next(1, mostFeatures + 1)) : -1;
        var (key, query) = (Projection("k", width), Projection("q", width));
        var scores = Product(builder, "qk", rows, query, key, TensorRole.Intermediate);
        scores = random.Next(2) == 0 ? Vector(builder, "softmax", [scores], rows, rows, TensorRole.Intermediate, isFeaturewise: false) : scores;
        value = isValueFirst ? value : Projection("v", random.Next(1, mostFeatures + 1));
        var mixed = Mixture(builder, "sv", rows, scores, value, TensorRole.Intermediate);
        _ = Static(builder, "out", rows, mixed, random.Next(1, mostFeatures + 1), TensorRole.Output);
        return builder.Build("attention", "attention", "", []);
    }

    public static int Tensor(DualNetworkBuilder builder, string name, int rows, int features, TensorRole role) =>
        builder.AddTensor(new DualTensor { Index = 0, Name = name, Bytes = rows * features, Features = features, Role = role });

    public static int Static(DualNetworkBuilder builder, string name, int rows, int source, int columns, TensorRole role)
    {
        var output = Tensor(builder, name, rows, columns, role);
        builder.AddMatrix(new DualOperator { Index = 0, Name = name, Rows = rows, Reduction = builder.Tensor(source).Features, Columns = columns, Input = source, Output = output });
        return output;
    }

    /// <summary>Rows of one tensor by the rows of another: scores.</summary>
    public static int Product(DualNetworkBuilder builder, string name, int rows, int moving, int stationary, TensorRole role)
    {
        var width = builder.Tensor(moving).Features;
        if (moving == stationary || builder.Tensor(stationary).Features != width || builder.Tensor(stationary).StationaryOf >= 0 || builder.Tensor(stationary).Role == TensorRole.Input)
        {
            return Static(builder, name, rows, moving, width, role);
        }

        var output = Tensor(builder, name, rows, rows, role);
        builder.Change(stationary, t => t with { IsTransposed = true });
        builder.AddMatrix(new DualOperator { Index = 0, Name = name, Rows = rows, Reduction = width, Columns = rows, Input = moving, Stationary = stationary, Output = output });
        return output;
    }

    /// <summary>The rows of one tensor weighted by the rows of another: values mixed by scores.</summary>
    private static int Mixture(DualNetworkBuilder builder, string name, int rows, int moving, int stationary, TensorRole role)
    {
        var columns = builder.Tensor(stationary).Features;
        if (moving == stationary || builder.Tensor(stationary).StationaryOf >= 0 || builder.Tensor(stationary).Role == TensorRole.Input)
        {
            return Static(builder, name, rows, moving, columns, role);
        }

        var output = Tensor(builder, name, rows, columns, role);
        builder.AddMatrix(new DualOperator { Index = 0, Name = name, Rows = rows, Reduction = rows, Columns = columns, Input = moving, Stationary = stationary, Output = output });
        return output;
    }

    public static int Vector(DualNetworkBuilder builder, string name, int[] inputs, int features, int rows, TensorRole role, bool isFeaturewise)
    {
        var output = Tensor(builder, name, rows, features, role);
        builder.AddVector(
            new ProgramVector
            {
                Name = name,
                Operation = isFeaturewise ? "Add" : "Softmax",
                Inputs = [.. inputs.Select(i => builder.Tensor(i).Name)],
                Output = name,
                Elements = rows * features,
                IsFeaturewise = isFeaturewise,
            },
            inputs,
            output);
        return output;
    }
}
