using System.Collections.Immutable;

namespace Cimarron.DualMode.Simulation;

/// <summary>
/// The constant arrays of a program. An operator with weights needs <c>{operator}.weight</c>, int8 [groups, N, K], and <c>{operator}.weight_scale</c>, float32 [groups·K] or
/// [1]; <c>{operator}.bias</c>, int32 [groups·K], and <c>{operator}.weight_zero</c>, int32 [groups·K] or [1], default to 0. Vector operators name theirs in attributes, as <c>@name</c>.
/// </summary>
/// <param name="Arrays">The arrays by name.</param>
public sealed record ProgramData(ImmutableDictionary<string, DataArray> Arrays)
{
    /// <summary>No arrays.</summary>
    public static ProgramData Empty { get; } = new(ImmutableDictionary.Create<string, DataArray>(StringComparer.Ordinal));

    /// <summary>With one more array.</summary>
    public ProgramData With(string name, DataArray array) => new(Arrays.SetItem(name, array));
}
