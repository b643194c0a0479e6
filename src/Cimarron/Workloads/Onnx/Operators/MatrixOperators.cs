namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Matrix products.</summary>
internal static class MatrixOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        table.Add("Gemm", n => Gemm(n, 0, 1));
        table.Add("MatMul", n => Multiply(n, 0, 1, n.Require(0).Type));
        table.Add("MatMulInteger", n => Multiply(n, 0, 1, OnnxType.Int32));
        table.Add("QLinearMatMul", n => Multiply(n, 0, 3, n.Optional(7)?.Type ?? OnnxType.Uint8));
        table.Add("Einsum", EinsumRule.Apply);
    }

    /// <summary>A product of two matrices with optional transposition.</summary>
    public static void Gemm(NodeContext node, int leftInput, int rightInput)
    {
        var left = node.ShapeOf(leftInput);
        var right = node.ShapeOf(rightInput);
        if (left.Rank != 2 || right.Rank != 2)
        {
            throw NodeProblemException.Invalid($"{left} and {right} are not two matrices");
        }

        var a = node.Attributes.Integer("transA", 0) == 0 ? left : Swapped(left);
        var b = node.Attributes.Integer("transB", 0) == 0 ? right : Swapped(right);
        Product(node, a, b, leftInput, rightInput, node.Require(leftInput).Type);
    }

    /// <summary>A batched, broadcasting product.</summary>
    public static void Multiply(NodeContext node, int leftInput, int rightInput, int type, bool transposesLeft = false, bool transposesRight = false)
    {
        var left = node.ShapeOf(leftInput);
        var right = node.ShapeOf(rightInput);
        if (left.Rank == 0 || right.Rank == 0)
        {
            throw NodeProblemException.Invalid("a scalar is not a matrix");
        }

        left = left.Rank == 1 ? new TensorShape([1, left[0]]) : transposesLeft ? Swapped(left) : left;
        right = right.Rank == 1 ? new TensorShape([right[0], 1]) : transposesRight ? Swapped(right) : right;
        Product(node, left, right, leftInput, rightInput, type);
    }

    private static TensorShape Swapped(TensorShape shape) => new([.. shape.Dims[..^2], shape[shape.Rank - 1], shape[shape.Rank - 2]]);

    private static void Product(NodeContext node, TensorShape left, TensorShape right, int leftInput, int rightInput, int type)
    {
        var rows = left[left.Rank - 2];
        var reduction = left[left.Rank - 1];
        var columns = right[right.Rank - 1];
        if (right[right.Rank - 2] != reduction)
        {
            throw NodeProblemException.Invalid($"{left} and {right} cannot be multiplied: {reduction} columns meet {right[right.Rank - 2]} rows");
        }

        var leftBatch = new TensorShape(left.Dims[..^2]);
        var rightBatch = new TensorShape(right.Dims[..^2]);
        var batch = Broadcast.Shapes(leftBatch, rightBatch);
        long[] matrix = [
            .. node.ShapeOf(leftInput).Rank == 1 ? Array.Empty<long>() : [rows],
            .. node.ShapeOf(rightInput).Rank == 1 ? Array.Empty<long>() : [columns]];
        node.Set(0, type, new TensorShape([.. batch.Dims, .. matrix]));

        // The operand that stays in the macro is the right one, unless only the left one is known before run time: then the
        // transposed product, with rows and columns exchanged, is the same work with static weights.
        var exchanges = node.Require(leftInput).IsStatic && !node.Require(rightInput).IsStatic;
        var stationary = node.Require(exchanges ? leftInput : rightInput);
        var groups = (exchanges ? leftBatch : rightBatch).Elements;
        var moving = exchanges ? columns : rows;

        // Batch dimensions over which the stationary operand is constant only add rows to the moving one.
        var folded = groups == 0 ? 0 : batch.Elements / groups;
        LayerMaker.Set(node, LayerMaker.Gemm(node.Name, (Int128)moving * folded, reduction, exchanges ? rows : columns, groups), stationary);
    }
}
