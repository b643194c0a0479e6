namespace Cimarron.DualMode.Segmentation;

/// <summary>What has a successor among its like: lists that are nearly always of one entry.</summary>
/// <typeparam name="T">Its own type.</typeparam>
internal abstract class Chained<T>
    where T : Chained<T>
{
    /// <summary>The next one; null at the end.</summary>
    public T? Next { get; private set; }

    /// <summary>Adds one to the chains that a map begins, at the end of that of a key.</summary>
    public static void Add(StateMap<T> chains, Bits128 key, T item)
    {
        var last = chains.Find(key);
        if (last is null)
        {
            chains.Add(key, item);
            return;
        }

        while (last.Next is not null)
        {
            last = last.Next;
        }

        last.Next = item;
    }
}
