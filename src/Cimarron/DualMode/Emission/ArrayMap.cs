using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Emission;

/// <summary>
/// Which array is what: modes and owners. Arrays become memory from the top and compute from the bottom, so that equal demands meet equal arrays; tensors keep theirs as long as they live.
/// </summary>
internal sealed class ArrayMap
{
    private readonly bool[] _isMemory;
    private readonly int[] _owner;
    private readonly int[]?[] _arrays;

    /// <summary>All arrays compute.</summary>
    /// <param name="arrays">Arrays of the chip.</param>
    /// <param name="tensors">Tensors of the network.</param>
    public ArrayMap(int arrays, int tensors)
    {
        _arrays = new int[tensors][];
        _isMemory = new bool[arrays];
        _owner = new int[arrays];
        Array.Fill(_owner, -1);
    }

    /// <summary>Arrays in memory mode.</summary>
    public int Memory => _isMemory.Count(m => m);

    /// <summary>Tensors that have arrays, ascending.</summary>
    public List<int> Tensors => Enumerable.Range(0, _arrays.Length).Where(t => _arrays[t] is not null).ToList();

    /// <summary>The arrays of a tensor; null if it has none.</summary>
    public int[]? Of(int tensor) => _arrays[tensor];

    /// <summary>Gives a tensor free memory arrays.</summary>
    public int[] Allocate(int tensor, int count)
    {
        var chosen = Enumerable.Range(0, _owner.Length).Where(a => _isMemory[a] && _owner[a] < 0).Take(count).ToArray();
        if (chosen.Length < count)
        {
            throw new InvalidOperationException($"{count} memory arrays were planned, {chosen.Length} are free");
        }

        foreach (var array in chosen)
        {
            _owner[array] = tensor;
        }

        return _arrays[tensor] = chosen;
    }

    public void Free(int tensor)
    {
        foreach (var array in _arrays[tensor]!)
        {
            _owner[array] = -1;
        }

        _arrays[tensor] = null;
    }

    /// <summary>The arrays of a stationary operand become compute arrays as they are.</summary>
    public int[] TakeInPlace(int tensor)
    {
        var arrays = _arrays[tensor]!;
        Free(tensor);
        foreach (var array in arrays)
        {
            _isMemory[array] = false;
        }

        return arrays;
    }

    /// <summary>Switches as few arrays as possible to have so many in memory mode; the arrays that changed.</summary>
    /// <param name="memory">Arrays in memory mode afterwards.</param>
    /// <param name="busy">Compute arrays that must stay.</param>
    public int[] Switch(int memory, IReadOnlySet<int> busy)
    {
        var now = Memory;
        var candidates = memory > now
            ? Enumerable.Range(0, _owner.Length).Reverse().Where(a => !_isMemory[a] && !busy.Contains(a))
            : Enumerable.Range(0, _owner.Length).Where(a => _isMemory[a] && _owner[a] < 0);
        var chosen = candidates.Take(Math.Abs(memory - now)).Order().ToArray();
        if (chosen.Length < Math.Abs(memory - now))
        {
            throw new InvalidOperationException("the plan switches arrays that are in use");
        }

        foreach (var array in chosen)
        {
            _isMemory[array] = memory > now;
        }

        return chosen;
    }

    /// <summary>Compute arrays that are free.</summary>
    public IEnumerable<int> Computing(IReadOnlySet<int> busy) => Enumerable.Range(0, _owner.Length).Where(a => !_isMemory[a] && !busy.Contains(a));

    /// <summary>A tensor takes over another one's arrays.</summary>
    public void Carry(int from, int to)
    {
        if (_arrays[to] is not null)
        {
            Free(to);
        }

        (_arrays[to], _arrays[from]) = (_arrays[from], null);
        foreach (var array in _arrays[to] ?? [])
        {
            _owner[array] = to;
        }
    }

    /// <summary>Modes and owners as text, to compare.</summary>
    public string Snapshot() => string.Concat(_isMemory.Select(m => m ? 'm' : 'c')) + string.Join(';', Tensors.Select(t => $"{t}:{string.Join(',', _arrays[t]!)}"));
}
