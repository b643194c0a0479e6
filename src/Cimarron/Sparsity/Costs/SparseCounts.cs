using System.Collections.Immutable;

namespace Cimarron.Sparsity.Costs;

/// <summary>A number for every <see cref="SparseUnit"/>.</summary>
public sealed class SparseCounts : IEquatable<SparseCounts>
{
    private readonly long[] counts;

    /// <summary>Counts by unit; those not named are 0.</summary>
    public SparseCounts(IEnumerable<(SparseUnit Unit, long Count)> entries)
    {
        counts = new long[Units.Length];
        foreach (var (unit, count) in entries)
        {
            counts[(int)unit] = checked(counts[(int)unit] + count);
        }
    }

    /// <summary>Every unit, in order.</summary>
    public static ImmutableArray<SparseUnit> Units { get; } = [.. Enum.GetValues<SparseUnit>()];

    /// <summary>No counts.</summary>
    public static SparseCounts Zero { get; } = new([]);

    /// <summary>The count of a unit, ≥ 0.</summary>
    public long this[SparseUnit unit] => counts[(int)unit];

    /// <summary>Sums by unit.</summary>
    public static SparseCounts operator +(SparseCounts left, SparseCounts right) =>
        new(Units.Select(u => (u, checked(left[u] + right[u]))));

    /// <inheritdoc/>
    public bool Equals(SparseCounts? other) => other is not null && counts.AsSpan().SequenceEqual(other.counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SparseCounts);

    /// <inheritdoc/>
    public override int GetHashCode() => counts.Aggregate(17, HashCode.Combine);

    /// <summary>Every count that is not 0.</summary>
    public override string ToString() => string.Join(", ", Units.Where(u => this[u] != 0).Select(u => $"{u} {this[u]}"));
}
