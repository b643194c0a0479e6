using System.Collections.Frozen;
using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Programs;

/// <summary>The declarations of a program by name, and what is wrong with them.</summary>
internal sealed class ProgramSymbols
{
    /// <summary>Elements of the largest tensor accepted.</summary>
    private const long MaxElements = 1L << 40;

    private readonly List<string> problems = [];

    public ProgramSymbols(MetaProgram program)
    {
        Tensors = ByName(program.Tensors, t => t.Name, "tensor");
        Operators = ByName(program.Operators, o => o.Name, "operator");
        Vectors = ByName(program.Vectors, v => v.Name, "vector operator");
        foreach (var tensor in program.Tensors)
        {
            Check(tensor);
        }

        if (problems.Count == 0)
        {
            foreach (var op in program.Operators)
            {
                Check(op);
            }

            foreach (var vector in program.Vectors)
            {
                Check(vector);
            }

            CheckProducers(program);
        }
    }

    public FrozenDictionary<string, ProgramTensor> Tensors { get; }

    public FrozenDictionary<string, ProgramOperator> Operators { get; }

    public FrozenDictionary<string, ProgramVector> Vectors { get; }

    /// <summary>What makes the declarations unusable; when empty, every name in them exists and all sizes agree.</summary>
    public IReadOnlyList<string> Problems => problems;

    private FrozenDictionary<string, T> ByName<T>(IEnumerable<T> items, Func<T, string> name, string kind)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!found.TryAdd(name(item), item))
            {
                problems.Add($"the {kind} '{name(item)}' is declared twice");
            }
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private void Check(ProgramTensor tensor)
    {
        var elements = tensor.Shape.Aggregate((Int128)1, (product, d) => d < 1 || product < 1 || product > MaxElements ? -1 : product * d);
        if (elements < 1 || elements > MaxElements)
        {
            problems.Add($"tensor '{tensor.Name}': dimensions are at least 1 and at most 2^40 elements in all");
        }
        else if (tensor.Layout switch { FeatureLayout.Channels => tensor.Shape.Length < 2, FeatureLayout.Groups => tensor.Shape.Length != 3, _ => false })
        {
            problems.Add($"tensor '{tensor.Name}': {tensor.Layout} features need {(tensor.Layout == FeatureLayout.Groups ? "three" : "at least two")} dimensions, it has {tensor.Shape.Length}");
        }
        else if (tensor.Layout == FeatureLayout.Groups && (long)tensor.Shape[0] * tensor.Shape[2] > int.MaxValue - 1)
        {
            problems.Add($"tensor '{tensor.Name}': too many features");
        }
        else if (tensor.Scale is <= 0 or float.NaN or float.PositiveInfinity)
        {
            problems.Add($"tensor '{tensor.Name}': the scale must be a positive number");
        }
        else if (tensor.ZeroPoint < (tensor.IsUnsigned ? 0 : -128) || tensor.ZeroPoint > (tensor.IsUnsigned ? 255 : 127))
        {
            problems.Add($"tensor '{tensor.Name}': the zero point {tensor.ZeroPoint} is no value of its elements");
        }
    }

    private void Check(ProgramOperator op)
    {
        var at = $"operator '{op.Name}'";
        if (op.Rows < 1 || op.Reduction < 1 || op.Columns < 1 || op.Groups < 1 || op.GroupsPerTile < 1)
        {
            problems.Add($"{at}: M, N, K, groups and pack are at least 1");
            return;
        }

        if ((Int128)op.Rows * op.Reduction > MaxElements || (Int128)op.Reduction * op.Columns * op.Groups > MaxElements
            || (long)op.Columns * op.Groups > int.MaxValue - 1 || (long)op.Groups + op.GroupsPerTile > int.MaxValue)
        {
            problems.Add($"{at}: the sizes are too large");
            return;
        }

        CheckPacking(at, op);
        CheckOperand(at, "input", op.Input, op.Convolution is null ? (Int128)op.Groups * op.Rows * op.Reduction : null);
        var isPart = Tensors.TryGetValue(op.Output, out var output) && (op.FirstFeature > 0 || output.Features > op.Groups * op.Columns);
        CheckOperand(at, "output", op.Output, isPart ? (Int128)op.Rows * output!.Features : (Int128)op.Groups * op.Rows * op.Columns);
        if (op.Stationary is { } stationary)
        {
            CheckOperand(at, "stationary operand", stationary, (Int128)op.Groups * op.Reduction * op.Columns);
        }

        if (output is not null && (op.FirstFeature < 0 || (long)op.FirstFeature + ((long)op.Groups * op.Columns) > output.Features))
        {
            problems.Add($"{at}: the output has {output.Features} features, not {(long)op.Groups * op.Columns} from {op.FirstFeature} on");
        }

        CheckConvolution(at, op);
    }

    private void CheckPacking(string at, ProgramOperator op)
    {
        if (op.Packing is not { } packing)
        {
            return;
        }

        if (op.Stationary is not null)
        {
            problems.Add($"{at}: an operand that is produced at run time is not packed");
        }

        if (packing.Rows < 1 || packing.Columns < 1 || packing.Columns > op.Columns || packing.Width < 1 || packing.Moved < 1 || packing.Moved > op.Reduction
            || packing.IndexBits < 0 || packing.IndexBits > MaxElements || (Int128)packing.Rows * packing.Columns * op.Groups > MaxElements)
        {
            problems.Add($"{at}: the sizes of its packed weights are out of range");
        }
    }

    private void CheckOperand(string at, string part, string name, Int128? elements)
    {
        if (!Tensors.TryGetValue(name, out var tensor))
        {
            problems.Add($"{at}: the {part} '{name}' is not declared");
        }
        else if (elements is { } expected && tensor.Elements != expected)
        {
            problems.Add($"{at}: the {part} '{name}' has {tensor.Elements} elements, expected {expected}");
        }
    }

    private void CheckConvolution(string at, ProgramOperator op)
    {
        if (op.Convolution is not { } shape)
        {
            return;
        }

        var pixels = (long)shape.P * shape.Q;
        if (shape.C < 1 || pixels < 1 || op.Rows % pixels != 0 || (Int128)shape.C * shape.R * shape.S != op.Reduction || shape.K != op.Columns || shape.G != op.Groups)
        {
            problems.Add($"{at}: M, N, K and groups disagree with the convolution's shape");
        }
        else
        {
            CheckImages(at, op, shape, op.Rows / pixels);
        }
    }

    /// <summary>Without values only the sizes of images must agree: what is between operators may have changed their shape.</summary>
    private void CheckImages(string at, ProgramOperator op, Layer shape, long batch)
    {
        if (!Tensors.TryGetValue(op.Input, out var input) || !Tensors.TryGetValue(op.Output, out var output))
        {
            return;
        }

        var hasValues = input.Scale is not null;
        ImmutableArray<long> expected = [batch, (long)shape.C * shape.G, shape.H, shape.W];
        var fits = hasValues ? input.Shape.Select(d => (long)d).SequenceEqual(expected) : input.Elements == expected.Aggregate((Int128)1, (a, b) => a * b);
        if (!fits)
        {
            problems.Add($"{at}: the input '{op.Input}' is not [{string.Join(',', expected)}]");
        }

        if (hasValues && (output.Layout != FeatureLayout.Channels || output.Shape.Length != 4 || output.Shape[0] != batch || output.Shape[2] != shape.P || output.Shape[3] != shape.Q))
        {
            problems.Add($"{at}: the output '{op.Output}' is not [{batch},{(long)shape.K * shape.G},{shape.P},{shape.Q}] with channels as features");
        }
    }

    private void Check(ProgramVector vector)
    {
        var at = $"vector operator '{vector.Name}'";
        if (vector.Elements < 0)
        {
            problems.Add($"{at}: the number of elements is negative");
        }

        foreach (var input in vector.Inputs)
        {
            CheckOperand(at, "input", input, null);
        }

        CheckOperand(at, "output", vector.Output, null);
    }

    /// <summary>An input is produced by nothing, every feature of anything else by one operator at most.</summary>
    private void CheckProducers(MetaProgram program)
    {
        var produced = Tensors.Values.ToDictionary(t => t.Name, t => t.Role == TensorRole.Input ? PartSet.Of(new Part(0, t.Features)) : default, StringComparer.Ordinal);
        var outputs = program.Operators.Select(o => (o.Output, new Part(o.FirstFeature, o.Groups * o.Columns)))
            .Concat(program.Vectors.Where(v => Tensors.ContainsKey(v.Output)).Select(v => (v.Output, new Part(0, Tensors[v.Output].Features))));
        foreach (var (output, part) in outputs.Where(o => produced.ContainsKey(o.Output)))
        {
            if (produced[output].Overlaps(part))
            {
                problems.Add($"tensor '{output}' is an input of the program or produced by another operator, and produced again");
            }

            produced[output] = produced[output].With(part);
        }
    }
}
