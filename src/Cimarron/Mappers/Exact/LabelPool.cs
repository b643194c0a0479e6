namespace Cimarron.Mappers.Exact;

/// <summary>The labels of one search, their matrices in one slab, bucketed by tile and state.</summary>
internal sealed class LabelPool
{
    private readonly Dictionary<(int Tile, int States), int> _buckets = [];
    private readonly Stack<int>[] _free;
    private readonly List<int>[] _byTile;
    private Label[] _labels = new Label[1024];
    private double[] _slab = new double[1 << 16];
    private int _slabEnd;

    public LabelPool(int tiles, int maxTimers)
    {
        _byTile = new List<int>[tiles];
        _free = [.. Enumerable.Range(0, maxTimers + 1).Select(_ => new Stack<int>())];
    }

    public int Count { get; private set; }

    public double[] Slab => _slab;

    public ref Label this[int id] => ref _labels[id];

    public ReadOnlySpan<double> Matrix(ref Label label) => _slab.AsSpan(label.Matrix, label.Timers * label.Timers);

    /// <summary>Labels of a tile, dead ones included; null when there are none.</summary>
    public List<int>? OfTile(int tile) => _byTile[tile];

    /// <summary>First label of a bucket, −1 for none.</summary>
    public int Bucket(int tile, int states) => _buckets.TryGetValue((tile, states), out var first) ? first : -1;

    public int Add(ref Label label, int states, ReadOnlySpan<double> matrix)
    {
        if (Count == _labels.Length)
        {
            Array.Resize(ref _labels, Count * 2);
        }

        var id = Count++;
        _labels[id] = label;
        ref var added = ref _labels[id];
        added.Next = Bucket(label.Tile, states);
        added.Matrix = Allocate(label.Timers);
        matrix.CopyTo(_slab.AsSpan(added.Matrix));
        _buckets[(label.Tile, states)] = id;
        (_byTile[label.Tile] ??= []).Add(id);
        return id;
    }

    /// <summary>Marks a label as dominated and frees its matrix.</summary>
    public void Kill(int id)
    {
        _labels[id].Dead = true;
        Release(id);
    }

    /// <summary>Frees a label's matrix; its history stays.</summary>
    public void Release(int id) => _free[_labels[id].Timers].Push(_labels[id].Matrix);

    private int Allocate(int timers)
    {
        if (_free[timers].TryPop(out var place))
        {
            return place;
        }

        var size = timers * timers;
        if (_slabEnd + size > _slab.Length)
        {
            Array.Resize(ref _slab, Math.Max(_slab.Length * 2, _slabEnd + size));
        }

        place = _slabEnd;
        _slabEnd += size;
        return place;
    }
}
