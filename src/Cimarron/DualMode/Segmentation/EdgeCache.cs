using Cimarron.DualMode.Allocation;

namespace Cimarron.DualMode.Segmentation;

/// <summary>What was found out about the allocations of a segment, by what must be kept in arrays.</summary>
internal sealed class EdgeCache
{
    private readonly StateMap<List<EdgeAllocations>> _known = new();
    private readonly StateMap<List<EdgeLeast>> _least = new();

    /// <summary>Times of the pieces; computed when first needed.</summary>
    public SegmentTimes? Times { get; set; }

    /// <summary>
    /// What is known for so many arrays: what was found for as many, or for more when it uses no more than these. Where more arrays were too few, fewer are, too.
    /// </summary>
    public EdgeAllocations? Find(Bits128 kept, int arrays)
    {
        var list = _known.Find(kept);
        for (var i = 0; list is not null && i < list.Count; i++)
        {
            if (list[i].Arrays >= arrays && list[i].Used <= arrays)
            {
                return list[i];
            }
        }

        return null;
    }

    public void Add(Bits128 kept, EdgeAllocations allocations) => ListOf(_known, kept).Add(allocations);

    /// <summary>A bound that is known; null if there is none.</summary>
    public EdgeLeast? FindLeast(Bits128 kept, int arrays, int loaded)
    {
        var list = _least.Find(kept);
        for (var i = 0; list is not null && i < list.Count; i++)
        {
            if (list[i].Arrays == arrays && list[i].Loaded == loaded)
            {
                return list[i];
            }
        }

        return null;
    }

    public void Add(Bits128 kept, EdgeLeast least) => ListOf(_least, kept).Add(least);

    private static List<T> ListOf<T>(StateMap<List<T>> map, Bits128 kept)
    {
        var list = map.Find(kept);
        if (list is null)
        {
            map.Add(kept, list = new List<T>(1));
        }

        return list;
    }
}
