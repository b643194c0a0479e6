namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>Broadcasting operators of two or more inputs, and the ternary Where.</summary>
internal static class BinaryOperators
{
    /// <summary>Adds the family to the table.</summary>
    public static void Register(Dictionary<string, OperatorRule> table)
    {
        table.Add("Add", n => Arithmetic(n, (a, b) => unchecked(a + b), (a, b) => a + b));
        table.Add("Sub", n => Arithmetic(n, (a, b) => unchecked(a - b), (a, b) => a - b));
        table.Add("Mul", n => Arithmetic(n, (a, b) => unchecked(a * b), (a, b) => a * b));
        table.Add("Div", n => Arithmetic(n, Divide, (a, b) => a / b));
        table.Add("Mod", n => Arithmetic(n, n.Attributes.Integer("fmod", 0) == 1 ? Remainder : Modulo, (a, b) => a % b));
        table.Add("Pow", n => Arithmetic(n, (a, b) => Saturate(Math.Pow(a, b)), Math.Pow));
        table.Add("Min", n => Arithmetic(n, Math.Min, Math.Min));
        table.Add("Max", n => Arithmetic(n, Math.Max, Math.Max));
        table.Add("Sum", n => Arithmetic(n, (a, b) => unchecked(a + b), (a, b) => a + b));
        table.Add("And", n => Logic(n, (a, b) => a != 0 && b != 0, (a, b) => a != 0 && b != 0));
        table.Add("Or", n => Logic(n, (a, b) => a != 0 || b != 0, (a, b) => a != 0 || b != 0));
        table.Add("Xor", n => Logic(n, (a, b) => a != 0 ^ b != 0, (a, b) => a != 0 ^ b != 0));
        table.Add("Equal", n => Logic(n, (a, b) => a == b, (a, b) => a.Equals(b)));
        table.Add("Less", n => Logic(n, (a, b) => a < b, (a, b) => a < b));
        table.Add("LessOrEqual", n => Logic(n, (a, b) => a <= b, (a, b) => a <= b));
        table.Add("Greater", n => Logic(n, (a, b) => a > b, (a, b) => a > b));
        table.Add("GreaterOrEqual", n => Logic(n, (a, b) => a >= b, (a, b) => a >= b));
        table.Add("Where", Where);
        foreach (var name in (string[])["Mean", "PRelu", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor"])
        {
            table.Add(name, n => n.Set(0, n.Require(0).Type, Common(n)));
        }
    }

    /// <summary>The broadcast shape of all inputs.</summary>
    public static TensorShape Common(NodeContext node)
    {
        if (node.InputCount == 0)
        {
            throw NodeProblemException.Invalid("at least one input is required");
        }

        return Broadcast.Shapes([.. Enumerable.Range(0, node.InputCount).Select(node.ShapeOf)]);
    }

    private static void Arithmetic(NodeContext node, Func<long, long, long> integer, Func<double, double, double> real)
    {
        var type = node.Require(0).Type;
        var shape = Common(node);
        node.SetFolded(0, type, shape, node.AllInputs, () =>
        {
            var result = Broadcast.Expand(node.ValueOf(0), shape);
            for (var i = 1; i < node.InputCount; i++)
            {
                var left = result;
                var right = Broadcast.Expand(node.ValueOf(i), shape);
                result = left.IsInteger && right.IsInteger
                    ? ConstantTensor.Make(type, shape, at => integer(left.Integer(at), right.Integer(at)))
                    : ConstantTensor.MakeReal(type, shape, at => real(left.Real(at), right.Real(at)));
            }

            return result;
        });
    }

    private static void Logic(NodeContext node, Func<long, long, bool> integer, Func<double, double, bool> real)
    {
        var shape = Broadcast.Shapes(node.ShapeOf(0), node.ShapeOf(1));
        node.SetFolded(0, OnnxType.Bool, shape, [0, 1], () =>
        {
            var left = Broadcast.Expand(node.ValueOf(0), shape);
            var right = Broadcast.Expand(node.ValueOf(1), shape);
            var areIntegers = left.IsInteger && right.IsInteger;
            return ConstantTensor.Make(OnnxType.Bool, shape, at =>
                (areIntegers ? integer(left.Integer(at), right.Integer(at)) : real(left.Real(at), right.Real(at))) ? 1 : 0);
        });
    }

    private static void Where(NodeContext node)
    {
        var shape = Broadcast.Shapes(node.ShapeOf(0), node.ShapeOf(1), node.ShapeOf(2));
        var type = node.Require(1).Type;
        node.SetFolded(0, type, shape, [0, 1, 2], () =>
        {
            var condition = Broadcast.Expand(node.ValueOf(0), shape);
            var yes = Broadcast.Expand(node.ValueOf(1), shape);
            var no = Broadcast.Expand(node.ValueOf(2), shape);
            return yes.IsInteger && no.IsInteger
                ? ConstantTensor.Make(type, shape, at => (condition.Integer(at) != 0 ? yes : no).Integer(at))
                : ConstantTensor.MakeReal(type, shape, at => (condition.Integer(at) != 0 ? yes : no).Real(at));
        });
    }

    private static long Divide(long a, long b)
    {
        CheckDivisor(b);
        return b == -1 ? unchecked(-a) : a / b;
    }

    private static long Remainder(long a, long b)
    {
        CheckDivisor(b);
        return b == -1 ? 0 : a % b;
    }

    private static long Modulo(long a, long b)
    {
        var remainder = Remainder(a, b);
        return remainder != 0 && remainder < 0 != b < 0 ? remainder + b : remainder;
    }

    private static void CheckDivisor(long b)
    {
        if (b == 0)
        {
            throw NodeProblemException.Invalid("a constant is divided by zero");
        }
    }

    private static long Saturate(double value) =>
        double.IsNaN(value) ? 0 : value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;
}
