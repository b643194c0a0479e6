namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>An operator on its way from the model to the quantised graph.</summary>
internal sealed class FlowNode
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Operation of quantised graphs; empty for products.</summary>
    public string Operation { get; set; } = "";

    /// <summary>Tensors it reads; constants are not among them.</summary>
    public required List<string> Inputs { get; init; }

    /// <summary>The tensor it produces.</summary>
    public required string Output { get; set; }

    /// <summary>Parameters.</summary>
    public SortedDictionary<string, string> Attributes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Constant arrays by the parameter that names them.</summary>
    public SortedDictionary<string, Tensor> Constants { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The product, if it is one.</summary>
    public FlowMatrix? Matrix { get; init; }

    /// <summary>Whether the output holds values of the input only, so that both can have the same scale.</summary>
    public bool MovesValues => Operation is "MaxPool" or "GlobalMaxPool" or "Reshape" or "Flatten" or "Transpose" or "Slice" or "Identity";

    /// <summary>Whether the output is the input cut off at bounds, so that its scale suits the input too.</summary>
    public bool ClipsValues => Operation is "Relu" or "Clip";
}
