using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Allocations of a segment that were found, by what must be kept in arrays.</summary>
internal sealed class EdgeCache
{
    private readonly Dictionary<UInt128, List<EdgeAllocations>> _known = [];

    /// <summary>Times of the pieces; computed when first needed.</summary>
    public SegmentTimes? Times { get; set; }

    /// <summary>Cycles of loading and computing at least, once known.</summary>
    public double? Least { get; set; }

    /// <summary>
    /// What is known for so many arrays: what was found for as many, or for more when it uses no more than these. Where more arrays were too few, fewer are, too.
    /// </summary>
    public EdgeAllocations? Find(UInt128 kept, int arrays)
    {
        if (_known.TryGetValue(kept, out var list))
        {
            foreach (var known in list)
            {
                if (known.Arrays >= arrays && known.Used <= arrays)
                {
                    return known;
                }
            }
        }

        return null;
    }

    public void Add(UInt128 kept, EdgeAllocations allocations) => (_known.TryGetValue(kept, out var list) ? list : _known[kept] = []).Add(allocations);
}
