using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>A set of features as disjoint ascending ranges that do not touch; immutable, equal when the sets are.</summary>
internal readonly struct PartSet : IEquatable<PartSet>
{
    private readonly ImmutableArray<Part> ranges;

    private PartSet(ImmutableArray<Part> ranges) => this.ranges = ranges;

    public static PartSet Empty => default;

    public bool IsEmpty => ranges.IsDefaultOrEmpty;

    /// <summary>The ranges, ascending.</summary>
    public ImmutableArray<Part> Ranges => ranges.IsDefault ? [] : ranges;

    public static PartSet Of(Part part) => part.Count > 0 ? new PartSet([part]) : default;

    public bool Contains(Part part)
    {
        foreach (var range in Ranges)
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
        foreach (var range in Ranges)
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
        if (IsEmpty)
        {
            return new PartSet([part]);
        }

        var merged = ImmutableArray.CreateBuilder<Part>(Ranges.Length + 1);
        int first = part.First, end = part.End;
        foreach (var range in Ranges)
        {
            if (range.End < first || range.First > end)
            {
                merged.Add(range);
            }
            else
            {
                first = Math.Min(first, range.First);
                end = Math.Max(end, range.End);
            }
        }

        merged.Add(new Part(first, end - first));
        merged.Sort((a, b) => a.First.CompareTo(b.First));
        return new PartSet(merged.ToImmutable());
    }

    public PartSet Without(Part part)
    {
        if (part.Count == 0 || IsEmpty)
        {
            return this;
        }

        var left = ImmutableArray.CreateBuilder<Part>(Ranges.Length + 1);
        foreach (var range in Ranges)
        {
            AddUnlessEmpty(left, range.First, Math.Min(range.End, part.First));
            AddUnlessEmpty(left, Math.Max(range.First, part.End), range.End);
        }

        return new PartSet(left.DrainToImmutable());
    }

    private static void AddUnlessEmpty(ImmutableArray<Part>.Builder parts, int first, int end)
    {
        if (first < end)
        {
            parts.Add(new Part(first, end - first));
        }
    }

    public PartSet With(PartSet other)
    {
        var all = this;
        foreach (var range in other.Ranges)
        {
            all = all.With(range);
        }

        return all;
    }

    public bool Equals(PartSet other) => Ranges.AsSpan().SequenceEqual(other.Ranges.AsSpan());

    public override bool Equals(object? obj) => obj is PartSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var range in Ranges)
        {
            hash.Add(range);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => IsEmpty ? "none" : string.Join(',', Ranges.Select(r => r.Count == 1 ? $"{r.First}" : $"{r.First}-{r.End - 1}"));
}
