using Cimarron.DualMode.Programs;
using Cimarron.Inference.Quantisation;

namespace Cimarron.DualMode.Lowering;

/// <summary>Lowers a quantised network, whose program can be executed in values.</summary>
public static class QuantizedLowering
{
    /// <summary>The network as steps for the arrays, node by node.</summary>
    public static DualNetwork Lower(QuantizedGraph graph)
    {
        var builder = new DualNetworkBuilder();
        var inputs = graph.Inputs.Select(i => i.Tensor).ToHashSet(StringComparer.Ordinal);
        var outputs = graph.Outputs.Select(o => o.Tensor).ToHashSet(StringComparer.Ordinal);
        var tensors = graph.Tensors.ToDictionary(t => t.Name, t => builder.AddTensor(Tensor(t, Role(t.Name))), StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            switch (node)
            {
                case QuantizedMatrix matrix:
                    Add(builder, matrix, tensors);
                    break;
                case QuantizedVector vector:
                    Add(builder, vector, tensors);
                    break;
            }
        }

        return builder.Build(graph.Name, graph.Name, graph.ModelHash, []);

        TensorRole Role(string name) => inputs.Contains(name) ? TensorRole.Input : outputs.Contains(name) ? TensorRole.Output : TensorRole.Intermediate;
    }

    private static DualTensor Tensor(QuantizedTensor tensor, TensorRole role) => new()
    {
        Index = 0,
        Name = tensor.Name,
        Bytes = tensor.Elements,
        Features = tensor.Features,
        Role = role,
        Shape = tensor.Shape,
        Layout = tensor.Layout switch
        {
            QuantizedLayout.Channels => FeatureLayout.Channels,
            QuantizedLayout.Groups => FeatureLayout.Groups,
            _ => FeatureLayout.Trailing,
        },
        Scale = tensor.Scale,
        ZeroPoint = tensor.ZeroPoint,
        IsUnsigned = tensor.IsUnsigned,
    };

    private static void Add(DualNetworkBuilder builder, QuantizedMatrix matrix, Dictionary<string, int> tensors)
    {
        var stationary = matrix.Stationary is { } name ? tensors[name] : -1;
        if (stationary >= 0)
        {
            builder.Change(stationary, t => t with { IsTransposed = matrix.IsStationaryTransposed });
        }

        builder.AddMatrix(new DualOperator
        {
            Index = 0,
            Name = matrix.Name,
            Rows = matrix.Rows,
            Reduction = matrix.Reduction,
            Columns = matrix.Columns,
            Groups = matrix.Groups,
            Convolution = matrix.Convolution,
            Input = tensors[matrix.Input],
            Stationary = stationary,
            Output = tensors[matrix.Output],
        });
    }

    private static void Add(DualNetworkBuilder builder, QuantizedVector vector, Dictionary<string, int> tensors)
    {
        var isView = vector.Operation is "Reshape" or "Flatten" or "Identity" or "Squeeze" or "Unsqueeze";
        var output = tensors[vector.Output];
        builder.AddVector(
            new ProgramVector
            {
                Name = vector.Name,
                Operation = vector.Operation,
                Inputs = vector.Inputs,
                Output = vector.Output,
                Elements = isView ? 0 : builder.Tensor(output).Bytes,
                IsFeaturewise = vector.IsFeaturewise,
                Attributes = vector.Attributes,
            },
            [.. vector.Inputs.Select(i => tensors[i])],
            output);
    }
}
