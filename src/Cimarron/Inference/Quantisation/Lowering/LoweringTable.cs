using System.Collections.Frozen;

namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>All rules by operator; contributed operators have the prefix <c>com.microsoft:</c>.</summary>
internal static class LoweringTable
{
    private static readonly FrozenDictionary<string, LoweringRule> Rules = Build(
        ElementwiseLowering.Register, MovingLowering.Register, ReducingLowering.Register, MatrixLowering.Register, QuantizedLowering.Register);

    /// <summary>The rule of an operator, or null.</summary>
    public static LoweringRule? Find(string domain, string opType) => Rules.GetValueOrDefault(domain.Length == 0 ? opType : $"{domain}:{opType}");

    private static FrozenDictionary<string, LoweringRule> Build(params Action<Dictionary<string, LoweringRule>>[] families)
    {
        var table = new Dictionary<string, LoweringRule>(StringComparer.Ordinal);
        foreach (var register in families)
        {
            register(table);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
