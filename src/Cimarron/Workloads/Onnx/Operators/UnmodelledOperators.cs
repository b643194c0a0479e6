namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Operators whose work is not modelled but whose output shapes are known, so that the nodes behind them can still be resolved.</summary>
internal static class UnmodelledOperators
{
    /// <summary>Adds the family's standard operators to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        foreach (var name in (string[])["LSTM", "GRU", "RNN"])
        {
            table.Add(name, Recurrent);
        }
    }

    /// <summary>Adds the family's contributed operators to the table.</summary>
    public static void RegisterContributed(Dictionary<string, OperatorRule> table)
    {
        table.Add("Attention", n => LikeInput(n, !n.Attributes.Has("qkv_hidden_sizes")));
        table.Add("MultiHeadAttention", n => LikeInput(n, n.Optional(1) is not null));
        table.Add("GroupQueryAttention", n => LikeInput(n, n.Optional(1) is not null));
    }

    private static void LikeInput(NodeContext node, bool isKnown)
    {
        node.Unsupported("fused attention is not taken apart; export the model without fusing it");
        if (isKnown)
        {
            UnaryOperators.SameShape(node);
        }
    }

    private static void Recurrent(NodeContext node)
    {
        node.Unsupported("recurrent operators are not mapped");
        var input = node.ShapeOf(0);
        var width = node.Attributes.Integer("hidden_size", 0);
        if (input.Rank != 3 || width < 1)
        {
            throw NodeProblemException.Invalid($"input {input} and hidden_size {width}: three dimensions and a positive width are required");
        }

        var directions = node.Attributes.Text("direction", "forward") == "bidirectional" ? 2 : 1;
        var isBatchFirst = node.Attributes.Integer("layout", 0) == 1;
        var (steps, batch) = isBatchFirst ? (input[1], input[0]) : (input[0], input[1]);
        var state = new TensorShape(isBatchFirst ? [batch, directions, width] : [directions, batch, width]);
        node.Set(0, node.Require(0).Type, new TensorShape(isBatchFirst ? [batch, steps, directions, width] : [steps, directions, batch, width]));
        node.Set(1, node.Require(0).Type, state);
        node.Set(2, node.Require(0).Type, state);
    }
}
