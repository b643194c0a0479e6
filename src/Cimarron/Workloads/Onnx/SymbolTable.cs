using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>
/// Gives symbolic dimensions of graph inputs their values: those the user set, and 1 for an unset leading dimension (the batch). Dimensions
/// without a name are addressed as <c>input.axis</c>, e.g. <c>image.2</c>.
/// </summary>
internal sealed class SymbolTable
{
    private readonly Dictionary<string, int> given;
    private readonly Findings findings;
    private readonly SortedDictionary<string, string> unset = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> defaults = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public SymbolTable(IReadOnlyDictionary<string, int> given, Findings findings)
    {
        this.given = given.Where(g => g.Value >= 1).ToDictionary(StringComparer.Ordinal);
        this.findings = findings;
        foreach (var (name, value) in given.Where(g => g.Value < 1))
        {
            findings.Error("CIM0206", $"dimension '{name}'", $"the value is {value}, expected at least 1");
        }
    }

    /// <summary>Shapes of the graph inputs in order; null for inputs that are not tensors or whose dimensions stay unknown.</summary>
    public IReadOnlyList<TensorShape?> Bind(IReadOnlyList<ValueInfoProto> inputs)
    {
        foreach (var input in inputs)
        {
            if (input.Type?.TensorType?.Shape?.Dim is { Count: > 0 } dims && Symbol(input.Name, 0, dims[0]) is { } symbol && !given.ContainsKey(symbol))
            {
                defaults.TryAdd(symbol, 1);
            }
        }

        TensorShape?[] shapes = [.. inputs.Select(Bind)];
        Report();
        return shapes;
    }

    /// <summary>A shape stated elsewhere in the file, when all of its dimensions are known; never reports anything.</summary>
    public TensorShape? Peek(ValueInfoProto info)
    {
        if (info.Type?.TensorType?.Shape is not { } shape)
        {
            return null;
        }

        var dims = new List<long>();
        foreach (var dim in shape.Dim)
        {
            var value = dim.ValueCase switch
            {
                DimensionProto.ValueOneofCase.DimValue => dim.DimValue,
                DimensionProto.ValueOneofCase.DimParam when given.TryGetValue(dim.DimParam, out var v) => v,
                DimensionProto.ValueOneofCase.DimParam when defaults.TryGetValue(dim.DimParam, out var v) => v,
                _ => -1,
            };
            if (value < 0 || dims.Count >= TensorShape.MaxRank)
            {
                return null;
            }

            dims.Add(value);
        }

        try
        {
            return new TensorShape(dims);
        }
        catch (NodeProblemException)
        {
            // A hint that overflows is no hint.
            return null;
        }
    }

    private TensorShape? Bind(ValueInfoProto input)
    {
        if (input.Type?.TensorType?.Shape is not { } shape)
        {
            return null;
        }

        var dims = new List<long>();
        for (var axis = 0; axis < shape.Dim.Count; axis++)
        {
            if (Value(input.Name, axis, shape.Dim[axis]) is { } value)
            {
                dims.Add(value);
            }
        }

        try
        {
            return dims.Count == shape.Dim.Count ? new TensorShape(dims) : null;
        }
        catch (NodeProblemException e)
        {
            findings.Error(e.Code, $"input '{input.Name}'", e.Message);
            return null;
        }
    }

    private long? Value(string input, int axis, DimensionProto dim)
    {
        if (Symbol(input, axis, dim) is not { } symbol)
        {
            return dim.DimValue;
        }

        known.Add(symbol);
        if (given.TryGetValue(symbol, out var value) || defaults.TryGetValue(symbol, out value))
        {
            return value;
        }

        unset.TryAdd(symbol, input);
        return null;
    }

    private static string? Symbol(string input, int axis, DimensionProto dim) => dim.ValueCase switch
    {
        DimensionProto.ValueOneofCase.DimParam when dim.DimParam.Length > 0 => dim.DimParam,
        // Some exporters write 0 or a negative value for "unknown".
        DimensionProto.ValueOneofCase.DimValue when dim.DimValue > 0 => null,
        _ => $"{input}.{axis}",
    };

    private void Report()
    {
        foreach (var (symbol, input) in unset)
        {
            findings.Error("CIM0205", $"input '{input}'", $"dimension '{symbol}' has no value", $"Set it with --dim {symbol}=<size>.");
        }

        foreach (var symbol in given.Keys.Where(k => !known.Contains(k)).Order(StringComparer.Ordinal))
        {
            var hint = known.Count == 0
                ? "The inputs of this model have fixed shapes; leave --dim out."
                : $"The model's symbolic dimensions are {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
            findings.Error("CIM0206", $"dimension '{symbol}'", "the model has no symbolic dimension of that name", hint);
        }

        foreach (var symbol in defaults.Keys.Where(known.Contains).Order(StringComparer.Ordinal))
        {
            findings.Warn("CIM0222", $"dimension '{symbol}'", "the leading dimension has no value and is taken as 1", $"Set it with --dim {symbol}=<size>.");
        }
    }
}
