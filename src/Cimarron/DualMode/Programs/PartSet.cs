using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Cimarron.DualMode.Programs;

/// <summary>A set of features as disjoint ascending ranges that do not touch; immutable, equal when the sets are.</summary>
internal readonly struct PartSet : IEquatable<PartSet>
{
    private readonly Part[]? ranges;

    private PartSet(Part[] ranges) => this.ranges = ranges;

    public static PartSet Empty => default;

    public bool IsEmpty => ranges is null || ranges.Length == 0;

    /// <summary>The ranges, ascending.</summary>
    public ImmutableArray<Part> Ranges => ImmutableCollectionsMarshal.AsImmutableArray(All);

    private Part[] All => ranges ?? [];

    public static PartSet Of(Part part) => part.Count > 0 ? new PartSet([part]) : default;

    public bool Contains(Part part)
    {
        foreach (var range in All)
        {
            if (range.First <= part.First && part.End <= range.End)
            {
                return true;
            }
        }

        return false;
    }

    public bool Overlaps(Part part)
    {
        foreach (var range in All)
        {
            if (range.First < part.End && part.First < range.End)
            {
                return true;
            }
        }

        return false;
    }

    public PartSet With(Part part)
    {
        if (part.Count == 0 || Contains(part))
        {
            return this;
        }

        var (merged, count, isPlaced) = (new Part[All.Length + 1], 0, false);
        var (first, end) = (part.First, part.End);
        foreach (var range in All)
        {
            if (range.End >= first && range.First <= end)
            {
                (first, end) = (Math.Min(first, range.First), Math.Max(end, range.End));
                continue;
            }

            if (range.First > end && !isPlaced)
            {
                (merged[count++], isPlaced) = (new Part(first, end - first), true);
            }

            merged[count++] = range;
        }

        if (!isPlaced)
        {
            merged[count++] = new Part(first, end - first);
        }

        return new PartSet(merged[..count]);
    }

    public PartSet Without(Part part)
    {
        if (part.Count == 0 || !Overlaps(part))
        {
            return this;
        }

        var (left, count) = (new Part[All.Length + 1], 0);
        foreach (var range in All)
        {
            var (before, after) = (Math.Min(range.End, part.First), Math.Max(range.First, part.End));
            if (range.First < before)
            {
                left[count++] = new Part(range.First, before - range.First);
            }

            if (after < range.End)
            {
                left[count++] = new Part(after, range.End - after);
            }
        }

        return new PartSet(left[..count]);
    }

    public PartSet With(PartSet other)
    {
        var all = this;
        foreach (var range in other.All)
        {
            all = all.With(range);
        }

        return all;
    }

    public bool Equals(PartSet other) => All.AsSpan().SequenceEqual(other.All);

    public override bool Equals(object? obj) => obj is PartSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var range in All)
        {
            hash.Add(range);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => IsEmpty ? "none" : string.Join(',', Ranges.Select(r => r.Count == 1 ? $"{r.First}" : $"{r.First}-{r.End - 1}"));
}
