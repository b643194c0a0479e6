using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Programs;

/// <summary>Reads the head of a program and what it declares.</summary>
internal sealed class DeclarationParser(ProgramScanner scanner)
{
    private const int MaxRank = 16;

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public ImmutableArray<ProgramTensor>.Builder Tensors { get; } = ImmutableArray.CreateBuilder<ProgramTensor>();

    public ImmutableArray<ProgramOperator>.Builder Operators { get; } = ImmutableArray.CreateBuilder<ProgramOperator>();

    public ImmutableArray<ProgramVector>.Builder Vectors { get; } = ImmutableArray.CreateBuilder<ProgramVector>();

    public MetaProgram Head()
    {
        scanner.Take("program");
        var name = scanner.Name("the name of the network");
        scanner.Take("chip");
        var chip = scanner.Name("the name of the chip");
        return new MetaProgram
        {
            Name = name,
            Chip = chip,
            ChipHash = scanner.TryTake("chip-hash") ? scanner.Name("a hash") : "",
            ModelHash = scanner.TryTake("model-hash") ? scanner.Name("a hash") : "",
            Tensors = [],
            Operators = [],
            Vectors = [],
            Code = [],
        };
    }

    public void Declaration()
    {
        if (scanner.TryTake("tensor"))
        {
            Tensors.Add(Tensor());
        }
        else if (scanner.TryTake("operator"))
        {
            Operators.Add(Operator());
        }
        else if (scanner.TryTake("vector"))
        {
            Vectors.Add(Vector());
        }
        else
        {
            throw scanner.Unexpected("'tensor', 'operator', 'vector' or 'code'");
        }
    }

    private ProgramTensor Tensor()
    {
        var name = NewName("tensor");
        scanner.Take(":");
        var isUnsigned = scanner.TryTake("u8");
        if (!isUnsigned)
        {
            scanner.Take("i8");
        }

        var shape = Shape();
        var layout = scanner.TryTake("channels") ? FeatureLayout.Channels : scanner.TryTake("groups") ? FeatureLayout.Groups : FeatureLayout.Trailing;
        var tensor = new ProgramTensor
        {
            Name = name,
            IsUnsigned = isUnsigned,
            Shape = shape,
            Layout = layout,
            Role = scanner.TryTake("input") ? TensorRole.Input : scanner.TryTake("output") ? TensorRole.Output : TensorRole.Intermediate,
        };
        if (scanner.TryTake("scale"))
        {
            scanner.Take("=");
            tensor = tensor with { Scale = scanner.Float("a scale") };
        }

        return tensor with { ZeroPoint = scanner.TryTake("zero") ? Assigned("a zero point", -32768) : 0 };
    }

    private ImmutableArray<int> Shape()
    {
        scanner.Take("[");
        var shape = ImmutableArray.CreateBuilder<int>();
        while (scanner.Peek != ']')
        {
            if (shape.Count > 0)
            {
                scanner.Take(",");
            }

            shape.Add(shape.Count < MaxRank ? scanner.Integer("a dimension", 1, int.MaxValue) : throw scanner.Unexpected($"at most {MaxRank} dimensions"));
        }

        scanner.Take("]");
        return shape.ToImmutable();
    }

    private ProgramOperator Operator()
    {
        var name = NewName("operator");
        scanner.Take(":");
        return new ProgramOperator
        {
            Name = name,
            Rows = Field("M"),
            Reduction = Field("N"),
            Columns = Field("K"),
            Groups = Field("groups"),
            GroupsPerTile = Field("pack"),
            Input = Reference("input"),
            Stationary = scanner.TryTake("stationary") ? AssignedName("a tensor") : null,
            IsStationaryTransposed = scanner.TryTake("transposed"),
            Output = Reference("output"),
            FirstFeature = scanner.TryTake("first") ? Assigned("a feature", 1) : 0,
            Packing = scanner.TryTake("packed") ? Packing() : null,
            Convolution = scanner.TryTake("conv") ? Convolution() : null,
        };
    }

    private WeightPacking Packing()
    {
        scanner.Take("(");
        var (rows, columns, width, moved) = (Listed("N"), Listed("K"), Listed("width"), Listed("moved"));
        scanner.Take("index");
        scanner.Take("=");
        var packing = new WeightPacking(rows, columns, width, moved, scanner.Long("a number of bits", 0, long.MaxValue));
        scanner.Take(")");
        return packing;
    }

    private Layer Convolution()
    {
        scanner.Take("(");
        var layer = new Layer();
        if (scanner.TryTake("name"))
        {
            layer = layer with { Name = AssignedName("a name") };
            scanner.Take(",");
        }

        layer = layer with
        {
            H = Listed("H"),
            W = Listed("W"),
            R = Listed("R"),
            S = Listed("S"),
            P = Listed("P"),
            Q = Listed("Q"),
            C = Listed("C"),
            K = Listed("K"),
            G = Listed("G"),
            StrideHeight = Listed("stride"),
            StrideWidth = Next(1),
        };
        scanner.Take(",");
        layer = layer with { DilationHeight = Listed("dilation"), DilationWidth = Next(1) };
        scanner.Take(",");
        scanner.Take("padding");
        layer = layer with { Padding = new Padding(Assigned("a padding", 0), Following(), Following(), Following()) };
        scanner.Take(")");
        return layer;
    }

    /// <summary><c>key=number,</c></summary>
    private int Listed(string key)
    {
        var value = Field(key);
        scanner.Take(",");
        return value;
    }

    private int Next(int least) => scanner.Integer("a number", least, int.MaxValue);

    private int Following()
    {
        scanner.Take(",");
        return Next(0);
    }

    private ProgramVector Vector()
    {
        var name = NewName("vector operator");
        scanner.Take(":");
        var operation = scanner.Name("an operation");
        scanner.Take("(");
        var inputs = ImmutableArray.CreateBuilder<string>();
        while (scanner.Peek != ')')
        {
            if (inputs.Count > 0)
            {
                scanner.Take(",");
            }

            inputs.Add(scanner.Name("a tensor"));
        }

        scanner.Take(")");
        scanner.Take("->");
        var output = scanner.Name("a tensor");
        scanner.Take("elements");
        scanner.Take("=");
        return new ProgramVector
        {
            Name = name,
            Operation = operation,
            Inputs = inputs.ToImmutable(),
            Output = output,
            Elements = scanner.Long("a number of elements", 0, long.MaxValue),
            IsFeaturewise = scanner.TryTake("featurewise"),
            Attributes = Attributes(),
        };
    }

    private ImmutableSortedDictionary<string, string> Attributes()
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>();
        if (scanner.TryTake("{"))
        {
            while (!scanner.TryTake("}"))
            {
                if (attributes.Count > 0)
                {
                    scanner.Take(",");
                }

                var line = scanner.Line;
                var key = scanner.Name("an attribute");
                scanner.Take("=");
                if (!attributes.TryAdd(key, scanner.Value()))
                {
                    throw new ProgramSyntaxException("CIM0803", line, $"the attribute '{key}' is given twice");
                }
            }
        }

        return attributes.ToImmutable();
    }

    /// <summary>A name that nothing of its kind has yet.</summary>
    private string NewName(string kind)
    {
        var line = scanner.Line;
        var name = scanner.Name("a name");
        return names.Add($"{kind} {name}") ? name : throw new ProgramSyntaxException("CIM0803", line, $"the {kind} '{name}' is declared twice");
    }

    private int Field(string key)
    {
        scanner.Take(key);
        return Assigned(key, 1);
    }

    private int Assigned(string what, int least)
    {
        scanner.Take("=");
        return scanner.Integer(what, least, int.MaxValue);
    }

    private string Reference(string key)
    {
        scanner.Take(key);
        return AssignedName("a tensor");
    }

    private string AssignedName(string what)
    {
        scanner.Take("=");
        return scanner.Name(what);
    }
}
