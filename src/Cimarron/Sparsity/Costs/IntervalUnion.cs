namespace Cimarron.Sparsity.Costs;

/// <summary>Intervals of whole numbers by key, made disjoint. To be used again after <see cref="Clear"/>; grows to the most intervals it ever held.</summary>
internal sealed class IntervalUnion
{
    private long[] starts = new long[16];
    private int[] ends = new int[16];
    private int count;

    /// <summary>Disjoint intervals that do not touch, by key and start; valid after <see cref="Merge"/>.</summary>
    public int Count => count;

    /// <summary>One of them.</summary>
    public (int Key, int Start, int End) this[int index] => ((int)(starts[index] >> 32), (int)starts[index], ends[index]);

    /// <summary>Removes all intervals.</summary>
    public void Clear() => count = 0;

    /// <summary>Adds start … end − 1 under a key; all ≥ 0.</summary>
    public void Add(int key, int start, int end)
    {
        if (count == starts.Length)
        {
            Array.Resize(ref starts, 2 * count);
            Array.Resize(ref ends, 2 * count);
        }

        starts[count] = (long)key << 32 | (uint)start;
        ends[count++] = end;
    }

    /// <summary>Sorts what was added and joins what overlaps or touches.</summary>
    public void Merge()
    {
        starts.AsSpan(0, count).Sort(ends.AsSpan(0, count));
        var last = -1;
        for (var i = 0; i < count; i++)
        {
            if (last >= 0 && starts[i] >> 32 == starts[last] >> 32 && (int)starts[i] <= ends[last])
            {
                ends[last] = Math.Max(ends[last], ends[i]);
            }
            else
            {
                last++;
                (starts[last], ends[last]) = (starts[i], ends[i]);
            }
        }

        count = last + 1;
    }
}
