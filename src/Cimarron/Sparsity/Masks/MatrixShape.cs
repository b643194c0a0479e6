using Cimarron.Workloads;

namespace Cimarron.Sparsity.Masks;

/// <summary>Groups of equal weight matrices, and how many vectors each is multiplied with. All ≥ 1.</summary>
/// <param name="Name">Name of the operator.</param>
/// <param name="Rows">M: elements of the reduction, C·R·S.</param>
/// <param name="Columns">N: outputs per group.</param>
/// <param name="Groups">G.</param>
/// <param name="Vectors">V: input vectors per group, P·Q·repeats.</param>
/// <param name="ChannelRows">R·S: rows of one input channel.</param>
public sealed record MatrixShape(string Name, int Rows, int Columns, int Groups, long Vectors, int ChannelRows)
{
    /// <summary>Weights of all groups.</summary>
    public long Weights => (long)Groups * Rows * Columns;

    /// <summary>Weights of a layer at most: 2³².</summary>
    public const long MaxWeights = 1L << 32;

    /// <summary>The matrices of a layer.</summary>
    /// <param name="layer">The loop nest.</param>
    /// <param name="repeat">How often it is executed with the same weights, ≥ 1.</param>
    /// <exception cref="DiagnosticException">The layer has more weights than <see cref="MaxWeights"/>.</exception>
    public static MatrixShape Of(Layer layer, int repeat = 1)
    {
        var rows = (Int128)layer.C * layer.R * layer.S;
        var weights = rows * layer.K * layer.G;
        return weights <= MaxWeights && rows <= int.MaxValue
            ? new(layer.Name, (int)rows, layer.K, layer.G, checked((long)layer.P * layer.Q * repeat), layer.R * layer.S)
            : throw new DiagnosticException(Diagnostic.Error("CIM0902", $"the layer has {weights} weights; at most {MaxWeights} are costed", field: $"operator '{layer.Name}'", hint: "check the model's dimensions"));
    }
}
