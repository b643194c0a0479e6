namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Reductions over axes.</summary>
internal static class ReductionOperators
{
    private static readonly string[] NotFolded =
    [
        "ReduceMean", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare",
    ];

    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        foreach (var name in NotFolded)
        {
            table.Add(name, n => Reduce(n, null));
        }

        table.Add("ReduceSum", n => Reduce(n, (a, b) => unchecked(a + b)));
        table.Add("ReduceProd", n => Reduce(n, (a, b) => unchecked(a * b)));
        table.Add("ReduceMax", n => Reduce(n, Math.Max));
        table.Add("ReduceMin", n => Reduce(n, Math.Min));
    }

    private static void Reduce(NodeContext node, Func<long, long, long>? fold)
    {
        var shape = node.ShapeOf(0);
        var type = node.Require(0).Type;
        var axes = node.IntegersOf("axes", 1);
        if (axes is null or [] && node.Attributes.Integer("noop_with_empty_axes", 0) != 0)
        {
            node.Set(0, type, shape);
            return;
        }

        var reduced = axes is null or [] ? [.. Enumerable.Range(0, shape.Rank)] : axes.Select(a => NodeContext.Axis(a, shape.Rank)).ToHashSet();
        var keeps = node.Attributes.Integer("keepdims", 1) != 0;
        var result = new TensorShape(shape.Dims.Select((d, i) => reduced.Contains(i) ? (keeps ? 1 : -1) : d).Where(d => d >= 0));

        // Shape arithmetic reduces whole vectors only; anything else is left unfolded.
        var isWhole = reduced.Count == shape.Rank && fold is not null && OnnxType.IsInteger(type) && shape.Elements > 0;
        if (!isWhole)
        {
            node.Set(0, type, result);
            return;
        }

        node.SetFolded(0, type, result, [0], () => new ConstantTensor(type, result, [node.IntegersOf(0).Aggregate(fold!)]));
    }
}
