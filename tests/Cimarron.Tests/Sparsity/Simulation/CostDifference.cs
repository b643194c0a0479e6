using System.Reflection;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>Names where two costs differ.</summary>
internal static class CostDifference
{
    private static readonly PropertyInfo[] Fields = [.. typeof(SparseLayerCost).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name != nameof(SparseLayerCost.Counts))];

    /// <summary>The first field or unit that differs, with both values; null if none does.</summary>
    public static string? First(SparseLayerCost closed, SparseLayerCost walked)
    {
        if (closed == walked)
        {
            return null;
        }

        var field = Fields.FirstOrDefault(p => !Equals(p.GetValue(closed), p.GetValue(walked)));
        if (field is not null)
        {
            return $"{field.Name}: closed form {field.GetValue(closed)}, walked {field.GetValue(walked)}";
        }

        var unit = SparseCounts.Units.First(u => closed.Counts[u] != walked.Counts[u]);
        return $"{unit}: closed form {closed.Counts[unit]}, walked {walked.Counts[unit]}";
    }
}
