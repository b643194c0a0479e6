using System.Collections;
using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>Arrays in a given order; equal when the lists are.</summary>
/// <param name="Items">Numbers of arrays.</param>
public readonly record struct ArraySet(ImmutableArray<int> Items) : IReadOnlyList<int>
{
    /// <inheritdoc/>
    public int Count => Items.Length;

    /// <inheritdoc/>
    public int this[int index] => Items[index];

    /// <inheritdoc/>
    public bool Equals(ArraySet other) => Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
