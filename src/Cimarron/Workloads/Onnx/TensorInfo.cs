using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>What is known about one tensor of a graph.</summary>
internal sealed class TensorInfo
{
    private readonly TensorProto? source;
    private ConstantTensor? value;
    private bool isDecoded;

    /// <summary>A tensor that is computed or fed.</summary>
    public TensorInfo(string name, int type, TensorShape? shape, TensorOrigin origin = TensorOrigin.Runtime, ConstantTensor? value = null)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Origin = origin;
        this.value = value;
        isDecoded = true;
    }

    /// <summary>A stored tensor; its values are decoded when first asked for.</summary>
    public TensorInfo(string name, TensorProto source, TensorShape shape)
    {
        Name = name;
        Type = source.DataType;
        Shape = shape;
        Origin = TensorOrigin.Constant;
        WeightName = name;
        this.source = source;
    }

    /// <summary>Name in the graph.</summary>
    public string Name { get; }

    /// <summary>ONNX element type; 0 when unknown.</summary>
    public int Type { get; }

    /// <summary>Shape; null when unknown.</summary>
    public TensorShape? Shape { get; }

    /// <summary>When the values are known.</summary>
    public TensorOrigin Origin { get; }

    /// <summary>Whether the values are known before run time.</summary>
    public bool IsStatic => Origin != TensorOrigin.Runtime;

    /// <summary>Index of the network node that produces it; −1 for inputs and stored tensors.</summary>
    public int Producer { get; init; } = -1;

    /// <summary>The stored tensor it is derived from without arithmetic, if any.</summary>
    public string? WeightName { get; init; }

    /// <summary>The stored tensor, when it is one.</summary>
    public TensorProto? Stored => source;

    /// <summary>Whether <see cref="Value"/> would return values; cheap even when they are not decoded yet.</summary>
    public bool HasValue => isDecoded ? value is not null : TensorReader.CanDecode(source!, Shape!);

    /// <summary>The values, or null when they are unknown, not stored in the file or too many to fold.</summary>
    public ConstantTensor? Value
    {
        get
        {
            if (!isDecoded)
            {
                value = TensorReader.Decode(source!, Shape!);
                isDecoded = true;
            }

            return value;
        }
    }
}
