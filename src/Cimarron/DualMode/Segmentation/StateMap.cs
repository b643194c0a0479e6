namespace Cimarron.DualMode.Segmentation;

/// <summary>
/// Values by state, numbered in the order in which they were added. The search spends much of its time in it: unlike instances of the framework's dictionary for such a key it is compiled ahead of time.
/// </summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class StateMap<T>
    where T : class
{
    private Bits128[] _keys = [];
    private T[] _values = [];

    /// <summary>Where the search for a key begins: a number plus one, 0 for none. A power of two, more than twice as many as values.</summary>
    private int[] _slots = new int[4];

    public int Count { get; private set; }

    public T ValueAt(int number) => _values[number];

    /// <summary>The value of a key; null if there is none.</summary>
    public T? Find(Bits128 key)
    {
        for (var slot = SlotOf(key); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (_keys[_slots[slot] - 1].Equals(key))
            {
                return _values[_slots[slot] - 1];
            }
        }

        return null;
    }

    /// <summary>Adds the value of a key that has none yet.</summary>
    public void Add(Bits128 key, T value)
    {
        if (Count == _keys.Length)
        {
            Grow();
        }

        (_keys[Count], _values[Count]) = (key, value);
        Count++;
        Place(Count - 1);
    }

    public void Clear()
    {
        if (Count > 0)
        {
            Array.Clear(_slots);
            Array.Clear(_values);
            Count = 0;
        }
    }

    private int SlotOf(Bits128 key) => key.GetHashCode() & (_slots.Length - 1);

    private void Place(int number)
    {
        var slot = SlotOf(_keys[number]);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = number + 1;
    }

    private void Grow()
    {
        var (keys, values) = (new Bits128[Math.Max(4, 2 * Count)], new T[Math.Max(4, 2 * Count)]);
        Array.Copy(_keys, keys, Count);
        Array.Copy(_values, values, Count);
        (_keys, _values, _slots) = (keys, values, new int[4 * keys.Length]);
        for (var number = 0; number < Count; number++)
        {
            Place(number);
        }
    }
}
