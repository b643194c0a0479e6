namespace Cimarron.Sparsity.Simulation;

/// <summary>Packs the remainders of column tiles into common macros (rules §4, rearranged).</summary>
internal static class CommonMacros
{
    /// <summary>The pieces in every bin, in order of opening.</summary>
    /// <param name="items">What is left of column tiles, in their order; each shorter than a bin.</param>
    /// <param name="capacity">Row groups of a bin.</param>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<RowGroup>>> Fill(IReadOnlyList<RowGroup[]> items, int capacity)
    {
        var total = items.Sum(i => i.Length);
        var most = 0;
        while (most * capacity < total)
        {
            most++;
        }

        var bins = new List<List<IReadOnlyList<RowGroup>>>();
        foreach (var item in items.OrderByDescending(i => i.Length))
        {
            // Only bins with room for all of it; the fullest of them has the least room.
            var fitting = bins.Where(b => Room(b, capacity) >= item.Length).MinBy(b => Room(b, capacity));
            if (fitting is not null)
            {
                fitting.Add(item);
            }
            else if (bins.Count < most)
            {
                bins.Add([item]);
            }
            else
            {
                Slice(item, bins, capacity);
            }
        }

        return bins;
    }

    private static void Slice(RowGroup[] item, List<List<IReadOnlyList<RowGroup>>> bins, int capacity)
    {
        for (var rest = item; rest.Length > 0;)
        {
            var roomiest = bins.MaxBy(b => Room(b, capacity))!;
            var slice = rest.Take(Room(roomiest, capacity)).ToArray();
            if (slice.Length == 0)
            {
                throw new InvalidOperationException("no bin has room left");
            }

            roomiest.Add(slice);
            rest = rest[slice.Length..];
        }
    }

    private static int Room(List<IReadOnlyList<RowGroup>> bin, int capacity) => capacity - bin.Sum(piece => piece.Count);
}
