using System.Collections.Immutable;

namespace Cimarron.DualMode.Allocation;

/// <summary>
/// The fewest memory arrays that give every piece as many as it needs, when arrays serve several pieces: min Σ a_t with Σ_{t serves i} a_t ≥ need_i and least_t ≤ a_t ≤ most_t.
/// On chains of operators the greedy choice (what serves most of those that still need some) is exact; where choices are incomparable they are enumerated.
/// </summary>
internal sealed class ArrayCover
{
    private readonly ImmutableArray<TensorArrays> _memory;
    private readonly int[] _need;
    private readonly int[] _given;
    private readonly int[] _most;
    private readonly int[] _best;
    private int _bestSum;

    /// <summary>Looks for covers.</summary>
    /// <param name="memory">The entries.</param>
    /// <param name="pieces">How many pieces there are.</param>
    public ArrayCover(ImmutableArray<TensorArrays> memory, int pieces)
    {
        _memory = memory;
        (_need, _given, _most, _best) = (new int[pieces], new int[memory.Length], new int[memory.Length], new int[memory.Length]);
    }

    /// <summary>Finds the arrays of each entry; false when more than a limit would be needed or the needs cannot be met.</summary>
    /// <param name="need">What each piece needs.</param>
    /// <param name="limit">Arrays there are.</param>
    /// <param name="found">Takes the arrays of each entry; undefined when there are none.</param>
    public bool Fewest(ReadOnlySpan<int> need, int limit, Span<int> found)
    {
        if (Direct(need, limit, found) is { } isMet)
        {
            return isMet;
        }

        need.CopyTo(_need);
        _bestSum = limit + 1;
        var sum = 0;
        for (var t = 0; t < _memory.Length; t++)
        {
            (_given[t], _most[t]) = (0, _memory[t].Most);
            Take(t, _memory[t].Least);
            sum += _given[t];
        }

        Search(sum);
        _best.CopyTo(found);
        return _bestSum <= limit;
    }

    /// <summary>Without a choice between pieces there is nothing to search: when at most one piece needs more than what must be given anyway. Null when more do.</summary>
    private bool? Direct(ReadOnlySpan<int> need, int limit, Span<int> found)
    {
        var needy = -1;
        for (var i = 0; i < need.Length; i++)
        {
            if (need[i] <= Given(i))
            {
                continue;
            }

            if (needy >= 0)
            {
                return null;
            }

            needy = i;
        }

        var left = needy < 0 ? 0 : need[needy] - Given(needy);
        var sum = 0;
        for (var t = 0; t < _memory.Length; t++)
        {
            var entry = _memory[t];
            var more = left > 0 && entry.DoesServe(needy) ? Math.Min(left, entry.Most - entry.Least) : 0;
            found[t] = entry.Least + more;
            sum += found[t];
            left -= more;
        }

        return left <= 0 && sum <= limit;
    }

    /// <summary>Arrays that a piece has anyway.</summary>
    private int Given(int piece)
    {
        var given = 0;
        for (var t = 0; t < _memory.Length; t++)
        {
            given += _memory[t].Least > 0 && _memory[t].DoesServe(piece) ? _memory[t].Least : 0;
        }

        return given;
    }

    private void Search(int sum)
    {
        if (sum + Bound() >= _bestSum)
        {
            return;
        }

        var piece = MostConstrained(out var choices);
        if (piece < 0)
        {
            _given.CopyTo(_best, 0);
            _bestSum = sum;
            return;
        }

        if (choices == 0)
        {
            return;
        }

        var tensor = Widest(piece, out var isBest);
        var most = Math.Min(_need[piece], _most[tensor] - _given[tensor]);
        var kept = _most[tensor];

        // What serves at least as much as any other choice is taken as far as it goes; otherwise every amount is tried, largest first.
        for (var amount = most; amount >= (isBest ? most : 0); amount--)
        {
            Take(tensor, amount);
            _most[tensor] = amount < most || _need[piece] > 0 ? _given[tensor] : kept;
            Search(sum + amount);
            _most[tensor] = kept;
            Take(tensor, -amount);
        }
    }

    private void Take(int tensor, int amount)
    {
        _given[tensor] += amount;
        var serves = _memory[tensor].Serves;
        for (var i = 0; i < serves.Length; i++)
        {
            _need[serves[i]] -= amount;
        }
    }

    /// <summary>At least the largest need, and at least all needs divided by the most that one array serves.</summary>
    private int Bound()
    {
        var (largest, total) = (0, 0L);
        foreach (var need in _need)
        {
            largest = Math.Max(largest, need);
            total += Math.Max(0, need);
        }

        if (total == 0)
        {
            return 0;
        }

        var widest = 1;
        for (var t = 0; t < _memory.Length; t++)
        {
            widest = _given[t] < _most[t] ? Math.Max(widest, Needy(t)) : widest;
        }

        return (int)Math.Max(largest, (total + widest - 1) / widest);
    }

    private int Needy(int tensor)
    {
        var (count, serves) = (0, _memory[tensor].Serves);
        for (var i = 0; i < serves.Length; i++)
        {
            count += _need[serves[i]] > 0 ? 1 : 0;
        }

        return count;
    }

    private int MostConstrained(out int choices)
    {
        var found = -1;
        choices = int.MaxValue;
        for (var piece = 0; piece < _need.Length; piece++)
        {
            if (_need[piece] <= 0)
            {
                continue;
            }

            var count = 0;
            for (var t = 0; t < _memory.Length; t++)
            {
                count += Helps(t, piece) ? 1 : 0;
            }

            if (count < choices)
            {
                (found, choices) = (piece, count);
            }
        }

        return found;
    }

    private bool Helps(int tensor, int piece) => _given[tensor] < _most[tensor] && _memory[tensor].DoesServe(piece);

    private int Widest(int piece, out bool isBest)
    {
        var best = -1;
        for (var t = 0; t < _memory.Length; t++)
        {
            if (Helps(t, piece) && (best < 0 || Needy(t) > Needy(best)))
            {
                best = t;
            }
        }

        isBest = true;
        for (var t = 0; t < _memory.Length && isBest; t++)
        {
            isBest = t == best || !Helps(t, piece) || ServesNoMore(t, best);
        }

        return best;
    }

    private bool ServesNoMore(int tensor, int other)
    {
        var serves = _memory[tensor].Serves;
        for (var i = 0; i < serves.Length; i++)
        {
            if (_need[serves[i]] > 0 && !_memory[other].DoesServe(serves[i]))
            {
                return false;
            }
        }

        return true;
    }
}
