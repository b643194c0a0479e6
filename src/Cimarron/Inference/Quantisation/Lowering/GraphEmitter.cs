using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Writes a network with decided scales as a quantised graph.</summary>
internal sealed class GraphEmitter(Flow flow, IReadOnlyDictionary<string, ScaleZero> scales, bool isPerChannel)
{
    private readonly Func<string, QuantizedLayout> layoutOf = LayoutFinder.Find(flow);

    /// <summary>The graph.</summary>
    public QuantizedGraph Emit(string name, string hash)
    {
        var tensors = flow.Inputs.Select(i => i.Tensor).Concat(flow.Nodes.Select(n => n.Output)).Select(Tensor).ToImmutableArray();
        var byName = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        return new QuantizedGraph
        {
            Name = name,
            ModelHash = hash,
            Tensors = tensors,
            Nodes = [.. flow.Nodes.Select(n => n.Matrix is null ? (QuantizedNode)Vector(n, byName) : Matrix(n, byName))],
            Inputs = [.. flow.Inputs],
            Outputs = [.. flow.Outputs],
            Folded = flow.Folded.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private QuantizedTensor Tensor(string name) => new()
    {
        Name = name,
        Shape = flow.Shapes[name],
        Layout = layoutOf(name),
        Scale = scales[name].Scale,
        ZeroPoint = scales[name].Zero,
        IsUnsigned = scales[name].IsUnsigned,
    };

    private static QuantizedVector Vector(FlowNode node, Dictionary<string, QuantizedTensor> tensors)
    {
        var attributes = node.Attributes.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var constants = ImmutableSortedDictionary<string, QuantizedConstant>.Empty.WithComparers(StringComparer.Ordinal);
        foreach (var (attribute, constant) in node.Constants)
        {
            // Names of nodes are unique and attributes have no dots, so this is unique too.
            var name = $"{node.Name}.{attribute}";
            attributes = attributes.Add(attribute, $"@{name}");
            constants = constants.Add(name, new QuantizedConstant(constant.Shape, [.. constant.ToFloats()]));
        }

        return new QuantizedVector
        {
            Name = node.Name,
            Operation = node.Operation,
            Inputs = [.. node.Inputs],
            Output = node.Output,
            Attributes = attributes,
            Constants = constants,
            IsFeaturewise = Featurewise.Is(node.Operation, attributes, [.. node.Inputs.Select(i => tensors[i])], tensors[node.Output]),
        };
    }

    private QuantizedMatrix Matrix(FlowNode node, Dictionary<string, QuantizedTensor> tensors)
    {
        var matrix = node.Matrix!;
        var result = new QuantizedMatrix
        {
            Name = node.Name,
            Rows = matrix.Rows,
            Reduction = matrix.Reduction,
            Columns = matrix.Columns,
            Groups = matrix.Groups,
            Convolution = matrix.Convolution,
            Input = node.Inputs[0],
            Output = node.Output,
        };
        if (!matrix.IsStatic)
        {
            return result with { Stationary = node.Inputs[1], IsStationaryTransposed = matrix.IsTransposed };
        }

        var inputScale = tensors[node.Inputs[0]].Scale;
        var stored = matrix.Stored ?? WeightRounding.Round(matrix, inputScale, isPerChannel);
        return result with
        {
            Weight = ImmutableCollectionsMarshal.AsImmutableArray(stored.Values),
            WeightScale = [.. stored.Scales],
            WeightZero = [.. stored.Zeros],
            Bias = WeightRounding.Bias(node, inputScale, stored.Scales),
        };
    }
}
