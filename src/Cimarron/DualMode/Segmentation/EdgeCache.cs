using Cimarron.DualMode.Allocation;

namespace Cimarron.DualMode.Segmentation;

/// <summary>What was found out about the allocations of a segment, by what must be kept in arrays.</summary>
internal sealed class EdgeCache
{
    private readonly StateMap<EdgeAllocations> _known = new();
    private readonly StateMap<EdgeLeast> _least = new();

    /// <summary>Times of the pieces; computed when first needed.</summary>
    public SegmentTimes? Times { get; set; }

    /// <summary>
    /// What is known for so many arrays: what was found for as many, or for more when it uses no more than these. Where more arrays were too few, fewer are, too.
    /// </summary>
    public EdgeAllocations? Find(Bits128 kept, int arrays)
    {
        var found = _known.Find(kept);
        while (found is not null && (found.Arrays < arrays || found.Used > arrays))
        {
            found = found.Next;
        }

        return found;
    }

    /// <summary>Takes down what was found.</summary>
    public void Add(Bits128 kept, EdgeAllocations allocations) => EdgeAllocations.Add(_known, kept, allocations);

    /// <summary>A bound that is known; null if there is none.</summary>
    public EdgeLeast? FindLeast(Bits128 kept, int arrays, int loaded)
    {
        var found = _least.Find(kept);
        while (found is not null && (found.Arrays != arrays || found.Loaded != loaded))
        {
            found = found.Next;
        }

        return found;
    }

    /// <summary>Takes down a bound.</summary>
    public void Add(Bits128 kept, EdgeLeast least) => EdgeLeast.Add(_least, kept, least);
}
