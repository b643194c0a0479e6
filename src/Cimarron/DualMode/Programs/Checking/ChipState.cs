namespace Cimarron.DualMode.Programs.Checking;

/// <summary>What the chip and the external memory hold at a moment.</summary>
internal sealed class ChipState
{
    private readonly Dictionary<string, TensorPlace> places;

    /// <summary>Tensors that may be a stream or a result: few, whatever the program has used so far.</summary>
    private readonly HashSet<string> passing;

    public ChipState(int arrays)
    {
        IsMemory = new bool[arrays];
        Owner = new string?[arrays];
        Contents = new TileContent[arrays];
        places = new Dictionary<string, TensorPlace>(StringComparer.Ordinal);
        passing = new HashSet<string>(StringComparer.Ordinal);
    }

    private ChipState(ChipState other)
    {
        IsMemory = [.. other.IsMemory];
        Owner = [.. other.Owner];
        Contents = [.. other.Contents];
        places = new Dictionary<string, TensorPlace>(other.places, StringComparer.Ordinal);
        passing = new HashSet<string>(other.passing, StringComparer.Ordinal);
    }

    /// <summary>Mode of each array.</summary>
    public bool[] IsMemory { get; }

    /// <summary>The tensor each array belongs to.</summary>
    public string?[] Owner { get; }

    /// <summary>What each array computes with.</summary>
    public TileContent[] Contents { get; }

    public TensorPlace this[string tensor]
    {
        get => places.GetValueOrDefault(tensor, TensorPlace.Nowhere);
        set
        {
            places[tensor] = value;
            if (value.IsPassing)
            {
                passing.Add(tensor);
            }
        }
    }

    public ChipState Copy() => new(this);

    /// <summary>Changes the place of every tensor that is a stream or a result.</summary>
    public void ForEachPassing(Func<TensorPlace, TensorPlace> change)
    {
        foreach (var tensor in passing)
        {
            places[tensor] = change(places[tensor]);
        }

        passing.RemoveWhere(t => !places[t].IsPassing);
    }

    /// <summary>The first difference in modes, ownership and what arrays keep, or null.</summary>
    public string? DifferenceOnChip(ChipState other)
    {
        for (var i = 0; i < IsMemory.Length; i++)
        {
            if (IsMemory[i] != other.IsMemory[i])
            {
                return $"array {i} is in {(IsMemory[i] ? "memory" : "compute")} mode, at first in the other";
            }

            if (Owner[i] != other.Owner[i])
            {
                return $"array {i} belongs to {Named(Owner[i])}, at first to {Named(other.Owner[i])}";
            }
        }

        return Different(other, (a, b) => a.Arrays == b.Arrays && a.Room == b.Room && a.Operator == b.Operator && a.FirstTile == b.FirstTile && a.Kept.Equals(b.Kept));
    }

    /// <summary>The first difference of any kind, or null. Contents of older iterations count as nothing.</summary>
    public string? Difference(ChipState other, Func<TileContent, bool> isCurrent)
    {
        for (var i = 0; i < Contents.Length; i++)
        {
            var (a, b) = (isCurrent(Contents[i]) ? Contents[i] : default, isCurrent(other.Contents[i]) ? other.Contents[i] : default);
            if (a != b)
            {
                return $"array {i} holds another tile than an iteration earlier";
            }
        }

        return DifferenceOnChip(other) ?? Different(other, (a, b) => a == b);
    }

    private static string Named(string? tensor) => tensor is null ? "nothing" : $"'{tensor}'";

    private string? Different(ChipState other, Func<TensorPlace, TensorPlace, bool> same)
    {
        foreach (var tensor in places.Keys.Union(other.places.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!same(this[tensor], other[tensor]))
            {
                return $"'{tensor}' is elsewhere, or other features of it are";
            }
        }

        return null;
    }
}
