using System.Collections.Frozen;

namespace Cimarron.Inference.Execution;

/// <summary>All kernels by operator; contributed operators have the prefix <c>com.microsoft:</c>.</summary>
internal static class KernelTable
{
    private static readonly FrozenDictionary<string, Kernel> Kernels = Build(
        UnaryKernels.Register,
        BinaryKernels.Register,
        NormalisationKernels.Register,
        PoolKernels.Register,
        ReductionKernels.Register,
        ShapeKernels.Register,
        GatherKernels.Register,
        MatrixKernels.Register,
        QuantisedKernels.Register);

    /// <summary>The kernel of an operator, or null.</summary>
    public static Kernel? Find(string domain, string opType) => Kernels.GetValueOrDefault(domain.Length == 0 ? opType : $"{domain}:{opType}");

    private static FrozenDictionary<string, Kernel> Build(params Action<Dictionary<string, Kernel>>[] families)
    {
        var table = new Dictionary<string, Kernel>(StringComparer.Ordinal);
        foreach (var register in families)
        {
            register(table);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
