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

    public PartSet Without(Part part) => part.Count == 0 ? this : new([.. Ranges
        .SelectMany(r => new[] { (r.First, End: Math.Min(r.End, part.First)), (First: Math.Max(r.First, part.End), r.End) })
        .Where(r => r.First < r.End)
        .Select(r => new Part(r.First, r.End - r.First))]);

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
