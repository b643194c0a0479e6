namespace Cimarron.Workloads.Onnx;

/// <summary>The tensors visible to the nodes of one graph: its own and, for a branch, those of the graph around it.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);

    /// <summary>The tensor of that name, or null.</summary>
    public TensorInfo? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.tensors.TryGetValue(name, out var tensor))
            {
                return tensor;
            }
        }

        return null;
    }

    /// <summary>Adds a tensor; false when the graph already has one of that name.</summary>
    public bool TryAdd(string name, TensorInfo tensor) => tensors.TryAdd(name, tensor);

    private Scope? Outer { get; } = outer;
}
