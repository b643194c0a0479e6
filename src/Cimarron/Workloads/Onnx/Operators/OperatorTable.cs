using System.Collections.Frozen;

namespace Cimarron.Workloads.Onnx.Operators;

/// <summary>The rules of all operators, by domain and name.</summary>
internal static class OperatorTable
{
    private static readonly FrozenDictionary<string, OperatorRule> Standard = Build(
        UnaryOperators.Register,
        BinaryOperators.Register,
        ViewOperators.Register,
        SlicingOperators.Register,
        GatheringOperators.Register,
        ResizingOperators.Register,
        CreationOperators.Register,
        ReductionOperators.Register,
        PoolingOperators.Register,
        ConvolutionOperators.Register,
        MatrixOperators.Register,
        UnmodelledOperators.Register);

    private static readonly FrozenDictionary<string, OperatorRule> Contributed = Build(ContributedOperators.Register, UnmodelledOperators.RegisterContributed);

    /// <summary>Whether a domain is the standard one.</summary>
    public static bool IsStandard(string domain) => domain is "" or "ai.onnx";

    /// <summary>The rule of an operator; null when it is not modelled.</summary>
    public static OperatorRule? Find(string domain, string opType) =>
        (IsStandard(domain) ? Standard : domain == "com.microsoft" ? Contributed : null)?.GetValueOrDefault(opType);

    private static FrozenDictionary<string, OperatorRule> Build(params Action<Dictionary<string, OperatorRule>>[] families)
    {
        var table = new Dictionary<string, OperatorRule>(StringComparer.Ordinal);
        foreach (var register in families)
        {
            register(table);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
