namespace Cimarron.Mappers.Baselines;

/// <summary>All orders of a list in which equal items are not told apart.</summary>
internal static class Permutations
{
    /// <summary>Every distinct order once, in lexicographic order. The array is reused: copy what is to be kept.</summary>
    public static IEnumerable<LoopFactor[]> Distinct(IEnumerable<LoopFactor> items)
    {
        var order = items.OrderBy(Key).ToArray();
        do
        {
            yield return order;
        }
        while (Advance(order));
    }

    private static long Key(LoopFactor item) => ((long)item.Dim << 32) | (uint)item.Size;

    /// <summary>The next order, by the classical method: raise the last item that can be raised, then the least tail.</summary>
    private static bool Advance(LoopFactor[] order)
    {
        var pivot = order.Length - 2;
        while (pivot >= 0 && Key(order[pivot]) >= Key(order[pivot + 1]))
        {
            pivot--;
        }

        if (pivot < 0)
        {
            return false;
        }

        var successor = order.Length - 1;
        while (Key(order[successor]) <= Key(order[pivot]))
        {
            successor--;
        }

        (order[pivot], order[successor]) = (order[successor], order[pivot]);
        Array.Reverse(order, pivot + 1, order.Length - pivot - 1);
        return true;
    }
}
