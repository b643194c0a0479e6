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
    private int[]? _best;
    private int _bestSum;

    private ArrayCover(ImmutableArray<TensorArrays> memory, ReadOnlySpan<int> need, int limit)
    {
        _memory = memory;
        _need = need.ToArray();
        _given = [.. memory.Select(m => m.Least)];
        _most = [.. memory.Select(m => m.Most)];
        _bestSum = limit + 1;
        for (var t = 0; t < memory.Length; t++)
        {
            Take(t, memory[t].Least, counted: false);
        }
    }

    /// <summary>Finds the arrays of each entry; false when more than a limit would be needed or the needs cannot be met.</summary>
    /// <param name="memory">The entries.</param>
    /// <param name="need">What each piece needs.</param>
    /// <param name="limit">Arrays there are.</param>
    /// <param name="found">Takes the arrays of each entry; undefined when there are none.</param>
    public static bool Fewest(ImmutableArray<TensorArrays> memory, ReadOnlySpan<int> need, int limit, Span<int> found)
    {
        if (Direct(memory, need, limit, found) is { } isMet)
        {
            return isMet;
        }

        var cover = new ArrayCover(memory, need, limit);
        cover.Search(cover._given.Sum());
        cover._best?.CopyTo(found);
        return cover._best is not null;
    }

    /// <summary>Without a choice between pieces there is nothing to search: when at most one piece needs more than what must be given anyway. Null when more do.</summary>
    private static bool? Direct(ImmutableArray<TensorArrays> memory, ReadOnlySpan<int> need, int limit, Span<int> found)
    {
        var needy = -1;
        for (var i = 0; i < need.Length; i++)
        {
            if (need[i] <= Given(memory, i))
            {
                continue;
            }

            if (needy >= 0)
            {
                return null;
            }

            needy = i;
        }

        var left = needy < 0 ? 0 : need[needy] - Given(memory, needy);
        var sum = 0;
        for (var t = 0; t < memory.Length; t++)
        {
            var more = left > 0 && memory[t].DoesServe(needy) ? Math.Min(left, memory[t].Most - memory[t].Least) : 0;
            found[t] = memory[t].Least + more;
            sum += found[t];
            left -= more;
        }

        return left <= 0 && sum <= limit;
    }

    /// <summary>Arrays that a piece has anyway.</summary>
    private static int Given(ImmutableArray<TensorArrays> memory, int piece)
    {
        var given = 0;
        for (var t = 0; t < memory.Length; t++)
        {
            given += memory[t].Least > 0 && memory[t].DoesServe(piece) ? memory[t].Least : 0;
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
            (_best, _bestSum) = ([.. _given], sum);
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
            Take(tensor, amount, counted: true);
            _most[tensor] = amount < most || _need[piece] > 0 ? _given[tensor] : kept;
            Search(sum + amount);
            _most[tensor] = kept;
            Take(tensor, -amount, counted: true);
        }
    }

    private void Take(int tensor, int amount, bool counted)
    {
        if (counted)
        {
            _given[tensor] += amount;
        }

        foreach (var piece in _memory[tensor].Serves)
        {
            _need[piece] -= amount;
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
        var count = 0;
        foreach (var piece in _memory[tensor].Serves)
        {
            count += _need[piece] > 0 ? 1 : 0;
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
        foreach (var piece in _memory[tensor].Serves)
        {
            if (_need[piece] > 0 && !_memory[other].DoesServe(piece))
            {
                return false;
            }
        }

        return true;
    }
}
