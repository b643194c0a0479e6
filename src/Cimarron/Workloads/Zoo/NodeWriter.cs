namespace Cimarron.Workloads.Zoo;

/// <summary>Short forms to append the nodes of a built-in network.</summary>
internal sealed class NodeWriter
{
    /// <summary>The network under construction.</summary>
    public NetworkBuilder Network { get; } = new();

    /// <summary>Appends a matrix node.</summary>
    public int Matrix(Layer layer, string opType, int repeat, bool isDynamic, params int[] inputs) => Network.Add(
        new NetworkNode
        {
            Index = 0,
            Name = layer.Name,
            OpType = opType,
            Kind = NodeKind.Matrix,
            Layer = layer,
            Repeat = repeat,
            Elements = (long)layer.P * layer.Q * layer.K * layer.G,
            HasDynamicWeight = isDynamic,
            StationaryInput = isDynamic ? inputs[1] : -1,
            WeightName = isDynamic ? null : $"{layer.Name}.weight",
        },
        inputs);

    /// <summary>Appends a vector node of so many output elements.</summary>
    public int Vector(string name, string opType, long elements, int repeat, params int[] inputs) =>
        Network.Add(new NetworkNode { Index = 0, Name = name, OpType = opType, Kind = NodeKind.Vector, Elements = elements, Repeat = repeat }, inputs);

    /// <summary>Appends a view.</summary>
    public int View(string name, string opType, long elements, params int[] inputs) =>
        Network.Add(new NetworkNode { Index = 0, Name = name, OpType = opType, Kind = NodeKind.Shape, Elements = elements }, inputs);
}
