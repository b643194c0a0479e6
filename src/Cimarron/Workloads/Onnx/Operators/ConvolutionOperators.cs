namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Convolutions. A batch of N images is the layer of one image, repeated N times.</summary>
internal static class ConvolutionOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        table.Add("Conv", n => Convolve(n, 1, n.Require(0).Type));
        table.Add("ConvInteger", n => Convolve(n, 1, OnnxType.Int32));
        table.Add("QLinearConv", n => Convolve(n, 3, n.Optional(7)?.Type ?? OnnxType.Uint8));
        table.Add("ConvTranspose", Transposed);
    }

    /// <summary>A convolution of input 0 with the weights at the given input.</summary>
    public static void Convolve(NodeContext node, int weightInput, int type)
    {
        var input = node.ShapeOf(0);
        var weight = node.ShapeOf(weightInput);
        var groups = node.Attributes.Integer("group", 1);
        CheckRanks(input, weight);
        if (groups < 1 || weight[0] % groups != 0 || (Int128)weight[1] * groups != input[1])
        {
            throw NodeProblemException.Invalid($"weights {weight} in {groups} groups do not fit input {input}");
        }

        var kernel = CheckedKernel(node, weight);
        var window = Window.Read(node, input.Dims[2..], kernel);
        node.Set(0, type, new TensorShape([input[0], weight[0], .. window.Output]));
        if (input.Rank > 4)
        {
            node.Unsupported($"a convolution over {input.Rank - 2} spatial dimensions has no layer; only 1-D and 2-D convolutions are mapped");
            return;
        }

        var layer = Geometry(window, input) with
        {
            Name = node.Name,
            C = LayerMaker.Bound(weight[1], "the number of input channels (C)"),
            K = LayerMaker.Bound(weight[0] / groups, "the number of output channels (K)"),
            G = LayerMaker.Bound(groups, "the number of groups (G)"),
        };
        LayerMaker.Set(node, layer, node.Require(weightInput), LayerMaker.Bound(input[0], "the batch"));
    }

    private static Layer Geometry(Window window, TensorShape input)
    {
        // A 1-D convolution runs along the height; its width is 1.
        var isFlat = input.Rank == 4;
        return new Layer
        {
            R = window.Kernel[0],
            S = isFlat ? window.Kernel[1] : 1,
            P = LayerMaker.Bound(window.Output[0], "the output height (P)"),
            Q = isFlat ? LayerMaker.Bound(window.Output[1], "the output width (Q)") : 1,
            H = LayerMaker.Bound(input[2], "the input height (H)"),
            W = isFlat ? LayerMaker.Bound(input[3], "the input width (W)") : 1,
            StrideHeight = window.Stride[0],
            StrideWidth = isFlat ? window.Stride[1] : 1,
            DilationHeight = window.Dilation[0],
            DilationWidth = isFlat ? window.Dilation[1] : 1,
            Padding = isFlat
                ? new Padding(window.Before[0], window.Before[1], window.After[0], window.After[1])
                : new Padding(window.Before[0], 0, window.After[0], 0),
        };
    }

    private static void CheckRanks(TensorShape input, TensorShape weight)
    {
        if (input.Rank < 3 || weight.Rank != input.Rank)
        {
            throw NodeProblemException.Invalid($"weights {weight} do not fit input {input}: both need the same rank, at least 3");
        }
    }

    private static long[] CheckedKernel(NodeContext node, TensorShape weight)
    {
        var actual = weight.Dims[2..].ToArray();
        var stated = node.Attributes.Integers("kernel_shape");
        return stated is null || stated.AsSpan().SequenceEqual(actual)
            ? actual
            : throw NodeProblemException.Invalid($"attribute 'kernel_shape' [{string.Join(", ", stated)}] contradicts weights {weight}");
    }

    /// <summary>
    /// A transposed convolution is the product of every input pixel with all taps, a GEMM of H·W rows, C reductions and K·R·S columns,
    /// followed by adding overlapping products: vector work of P·K·G elements. Both are recorded.
    /// </summary>
    private static void Transposed(NodeContext node)
    {
        var input = node.ShapeOf(0);
        var weight = node.ShapeOf(1);
        var groups = node.Attributes.Integer("group", 1);
        CheckRanks(input, weight);
        if (groups < 1 || weight[0] != input[1] || input[1] % groups != 0)
        {
            throw NodeProblemException.Invalid($"weights {weight} in {groups} groups do not fit input {input}");
        }

        var kernel = CheckedKernel(node, weight);
        node.Set(0, node.Require(0).Type, new TensorShape([input[0], .. ChannelsOf(weight, groups), .. TransposedOutput(node, input, kernel)]));
        if (input.Rank > 4)
        {
            node.Unsupported($"a transposed convolution over {input.Rank - 2} spatial dimensions has no layer");
            return;
        }

        var taps = (Int128)weight[1];
        taps = kernel.Aggregate(taps, (product, k) => product * k);
        var layer = LayerMaker.Gemm(node.Name, LayerMaker.Product(input.Dims[2..]), input[1] / groups, taps, groups);
        LayerMaker.Set(node, layer, node.Require(1), LayerMaker.Bound(input[0], "the batch"));
        var products = (Int128)layer.P * layer.K * layer.G;
        node.TrailingElements = products * node.Repeat <= long.MaxValue
            ? (long)products
            : throw new NodeProblemException("CIM0211", "the overlap-add has more than 2^63 − 1 elements");
    }

    private static long[] ChannelsOf(TensorShape weight, long groups) => (Int128)weight[1] * groups <= long.MaxValue
        ? [weight[1] * groups]
        : throw NodeProblemException.Invalid($"weights {weight} in {groups} groups have too many output channels");

    private static long[] TransposedOutput(NodeContext node, TensorShape input, long[] kernel)
    {
        var rank = kernel.Length;
        var taps = Window.Values(node, "kernel_shape", kernel, rank);
        var stride = Window.Values(node, "strides", node.Attributes.Integers("strides"), rank);
        var dilation = Window.Values(node, "dilations", node.Attributes.Integers("dilations"), rank);
        var extra = node.Attributes.Integers("output_padding") ?? new long[rank];
        if (node.Attributes.Integers("output_shape") is { } stated)
        {
            return stated.Length >= rank ? stated[^rank..] : throw NodeProblemException.Invalid("attribute 'output_shape' is too short");
        }

        var isSame = node.Attributes.Text("auto_pad", "NOTSET").StartsWith("SAME", StringComparison.Ordinal);
        var (before, after) = Window.ExplicitPads(node, rank);
        if (extra.Length != rank)
        {
            throw NodeProblemException.Invalid($"attribute 'output_padding' needs {rank} values");
        }

        return [.. Enumerable.Range(0, rank).Select(i => (long)LayerMaker.Bound(
            isSame
                ? (Int128)input[i + 2] * stride[i]
                : ((Int128)(input[i + 2] - 1) * stride[i]) + extra[i] + ((Int128)(taps[i] - 1) * dilation[i]) + 1 - before[i] - after[i],
            "an output dimension"))];
    }
}
