namespace Cimarron.DualMode.Segmentation;

/// <summary>The labels of a state at a cut, none of which is superfluous. The search lives in it; unlike the framework's lists it is compiled with the code that uses it.</summary>
internal sealed class StateLabels
{
    private Label[] _labels = new Label[2];

    public int Count { get; private set; }

    /// <summary>The state; there must be a label.</summary>
    public Bits128 State => _labels[0].State;

    /// <summary>Cycles of the cheapest; infinite if there are none.</summary>
    public double Cheapest
    {
        get
        {
            var least = double.PositiveInfinity;
            for (var i = 0; i < Count; i++)
            {
                least = Math.Min(least, _labels[i].Cost);
            }

            return least;
        }
    }

    public Label this[int index] => _labels[index];

    /// <summary>Whether none is as good as one that would be new, even after switching; then those that the new one beats are dropped.</summary>
    public bool Admits(SwitchTimes switching, double cost, int memory, int used)
    {
        for (var i = 0; i < Count; i++)
        {
            var other = _labels[i];
            if (other.Cost + switching.Between(other.Memory, memory) <= cost && other.Used <= used)
            {
                return false;
            }
        }

        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var other = _labels[i];
            if (cost + switching.Between(memory, other.Memory) > other.Cost || used > other.Used)
            {
                _labels[kept++] = other;
            }
        }

        Array.Clear(_labels, kept, Count - kept);
        Count = kept;
        return true;
    }

    public void Add(Label label)
    {
        if (Count == _labels.Length)
        {
            Array.Resize(ref _labels, 2 * Count);
        }

        _labels[Count++] = label;
    }

    public void Remove(Label label)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!ReferenceEquals(_labels[i], label))
            {
                _labels[kept++] = _labels[i];
            }
        }

        Array.Clear(_labels, kept, Count - kept);
        Count = kept;
    }

    /// <summary>Adds all of them to a list.</summary>
    public void AddTo(List<Label> list)
    {
        for (var i = 0; i < Count; i++)
        {
            list.Add(_labels[i]);
        }
    }
}
