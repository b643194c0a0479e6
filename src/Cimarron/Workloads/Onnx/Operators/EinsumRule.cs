namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Einsum of two operands, as long as it is one (batched) matrix product; anything else is listed as unsupported.</summary>
internal static class EinsumRule
{
    /// <summary>Infers the output and, when possible, the layer.</summary>
    public static void Apply(NodeContext node)
    {
        var equation = node.Attributes.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        var sides = equation.Split("->");
        var terms = sides[0].Split(',');
        var isPlain = equation.All(c => char.IsAsciiLetter(c) || c is ',' or '-' or '>');
        if (terms.Length != node.InputCount || sides.Length > 2 || !isPlain)
        {
            node.Unsupported($"the equation '{equation}' is not of a form that is mapped");
            return;
        }

        var sizes = Sizes(node, terms);
        var output = sides.Length == 2 ? sides[1] : Implicit(terms);
        if (output.Distinct().Count() != output.Length || output.Any(c => !sizes.ContainsKey(c)))
        {
            throw NodeProblemException.Invalid($"the equation '{equation}' has an output index that is repeated or unknown");
        }

        node.Set(0, node.Require(0).Type, new TensorShape(output.Select(c => sizes[c])));
        if (terms.Length != 2 || terms.Any(t => t.Distinct().Count() != t.Length))
        {
            if (terms.Length != 1)
            {
                node.Unsupported($"the equation '{equation}' is not one matrix product");
            }

            return;
        }

        Map(node, terms[0], terms[1], output, sizes);
    }

    private static void Map(NodeContext node, string left, string right, string output, Dictionary<char, long> sizes)
    {
        long Size(Func<char, bool> picks) => LayerMaker.Product(sizes.Where(s => picks(s.Key)).Select(s => s.Value));
        var batch = Size(c => left.Contains(c) && right.Contains(c) && output.Contains(c));
        var rows = Size(c => left.Contains(c) && !right.Contains(c) && output.Contains(c));
        var columns = Size(c => right.Contains(c) && !left.Contains(c) && output.Contains(c));
        var reduction = Size(c => left.Contains(c) && right.Contains(c) && !output.Contains(c));
        if (!left.Any(c => right.Contains(c) && !output.Contains(c)))
        {
            // Nothing is summed: an element-wise or outer product is vector work.
            return;
        }

        if (sizes.Keys.Any(c => !output.Contains(c) && left.Contains(c) != right.Contains(c)))
        {
            node.Unsupported("an index is summed over one operand only");
            return;
        }

        var exchanges = node.Require(0).IsStatic && !node.Require(1).IsStatic;
        var layer = exchanges
            ? LayerMaker.Gemm(node.Name, columns, reduction, rows, batch)
            : LayerMaker.Gemm(node.Name, rows, reduction, columns, batch);
        LayerMaker.Set(node, layer, node.Require(exchanges ? 0 : 1));
    }

    private static Dictionary<char, long> Sizes(NodeContext node, string[] terms)
    {
        var sizes = new Dictionary<char, long>();
        for (var i = 0; i < terms.Length; i++)
        {
            var shape = node.ShapeOf(i);
            if (shape.Rank != terms[i].Length)
            {
                throw NodeProblemException.Invalid($"term '{terms[i]}' does not fit input {shape}");
            }

            for (var axis = 0; axis < shape.Rank; axis++)
            {
                var known = sizes.GetValueOrDefault(terms[i][axis], 1);
                if (known != 1 && shape[axis] != 1 && known != shape[axis])
                {
                    throw NodeProblemException.Invalid($"index '{terms[i][axis]}' is both {known} and {shape[axis]}");
                }

                sizes[terms[i][axis]] = known == 1 ? shape[axis] : known;
            }
        }

        return sizes;
    }

    private static string Implicit(string[] terms) =>
        string.Concat(string.Concat(terms).GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).Order());
}
