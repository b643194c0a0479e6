using Cimarron.DualMode.Simulation;
using Cimarron.Inference.Quantisation;

namespace Cimarron.DualMode.Packaging;

/// <summary>The constant arrays of a quantised network, named as programs expect them.</summary>
public static class QuantizedData
{
    /// <summary>Weights, biases, scales and zero points of the operators, and constants of the vector operators.</summary>
    public static ProgramData Of(QuantizedGraph graph)
    {
        var data = ProgramData.Empty;
        foreach (var matrix in graph.Nodes.OfType<QuantizedMatrix>().Where(m => m.Stationary is null))
        {
            data = data.With($"{matrix.Name}.weight", DataArray.Of([.. matrix.Weight], matrix.Groups, matrix.Reduction, matrix.Columns))
                .With($"{matrix.Name}.weight_scale", DataArray.Of([.. matrix.WeightScale], matrix.WeightScale.Length));
            data = matrix.Bias.IsEmpty ? data : data.With($"{matrix.Name}.bias", DataArray.Of([.. matrix.Bias], matrix.Bias.Length));
            data = matrix.WeightZero.IsEmpty ? data : data.With($"{matrix.Name}.weight_zero", DataArray.Of([.. matrix.WeightZero], matrix.WeightZero.Length));
        }

        foreach (var (name, constant) in graph.Nodes.OfType<QuantizedVector>().SelectMany(v => v.Constants))
        {
            data = data.With(name, DataArray.Of([.. constant.Values], [.. constant.Shape]));
        }

        return data;
    }
}
