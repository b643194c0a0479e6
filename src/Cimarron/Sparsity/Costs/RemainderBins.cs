namespace Cimarron.Sparsity.Costs;

/// <summary>Bins of row groups: as few as can hold all items, which are cut only when no bin has room for them whole.</summary>
/// <param name="capacity">A: row groups of a bin.</param>
/// <param name="total">Row groups of all items.</param>
internal sealed class RemainderBins(int capacity, long total)
{
    private readonly long most = (total + capacity - 1) / capacity;

    /// <summary>Open bins by room; of equals the first opened comes first. Full bins are left out.</summary>
    private readonly SortedSet<(int Room, int Bin)> open = [];

    /// <summary>What lies in every bin, in order of opening.</summary>
    public List<List<TilePiece>> Bins { get; } = [];

    /// <summary>Puts an item into the fullest bin with room, a new bin, or in slices where most room is.</summary>
    public void Put(TilePiece item)
    {
        var fitting = open.GetViewBetween((item.Count, 0), (capacity, int.MaxValue)).Min;
        if (fitting.Room > 0) // 0: there is none
        {
            Add(fitting, item);
            return;
        }

        if (Bins.Count < most)
        {
            Bins.Add([]);
            Add((capacity, Bins.Count - 1), item);
            return;
        }

        while (item.Count > 0)
        {
            var room = open.Max.Room;
            var bin = open.GetViewBetween((room, 0), (room, int.MaxValue)).Min;
            var slice = item with { Count = Math.Min(room, item.Count) };
            Add(bin, slice);
            item = item with { First = item.First + slice.Count, Count = item.Count - slice.Count };
        }
    }

    private void Add((int Room, int Bin) bin, TilePiece piece)
    {
        open.Remove(bin);
        Bins[bin.Bin].Add(piece);
        if (bin.Room > piece.Count)
        {
            open.Add((bin.Room - piece.Count, bin.Bin));
        }
    }
}
