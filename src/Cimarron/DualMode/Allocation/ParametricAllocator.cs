using System.Collections.Immutable;
using Cimarron.DualMode.Costs;

namespace Cimarron.DualMode.Allocation;

/// <summary>
/// The exact allocation of a segment. For a time T every operator needs the fewest copies and the fewest memory arrays with which it takes no longer; T is possible when they fit. T can only be one of
/// finitely many values, so the least one is found by bisection and the others from there on upwards.
/// </summary>
public sealed class ParametricAllocator
{
    private readonly SegmentProblem _problem;
    private readonly ICostModel _model;
    private readonly double[]?[] _compute;
    private readonly double[]?[] _stream;
    private readonly double[] _candidates;
    private readonly int[] _copies;
    private readonly int[] _loaded;
    private readonly int[] _need;

    private ParametricAllocator(SegmentProblem problem, ICostModel model)
    {
        _problem = problem;
        _model = model;
        var count = problem.Pieces.Length;
        (_compute, _stream) = (new double[count][], new double[count][]);
        (_copies, _loaded, _need) = (new int[count], new int[count], new int[count]);
        var operators = problem.Operators;
        for (var i = 0; i < count; i++)
        {
            var piece = problem.Pieces[i];
            if (!piece.Operator.IsMatrix)
            {
                continue;
            }

            var most = Math.Min(problem.MostCopies[i], Math.Max(1, problem.Arrays / piece.Tiles.Count));
            var memory = Math.Min(problem.Arrays, problem.Memory.Where(m => m.Serves.Contains(i)).Sum(m => (long)m.Most));
            _compute[i] = [.. Enumerable.Range(1, most).Select(d => model.ComputeTime(piece, d))];
            _stream[i] = [.. Enumerable.Range(0, (int)memory + 1).Select(m => model.StreamTime(piece, m, operators))];
        }

        _candidates = Candidates();
    }

    /// <summary>The allocation with the least T_intra, with the fewest arrays at that; null when not even one copy of everything fits.</summary>
    public static SegmentAllocation? Fastest(SegmentProblem problem, ICostModel model)
    {
        var allocator = new ParametricAllocator(problem, model);
        var index = allocator.FirstPossible();
        return index < 0 ? null : allocator.At(allocator._candidates[index]);
    }

    /// <summary>
    /// Every allocation that can be part of an optimal plan: none is slower (loading included) than another that takes no more compute and no more memory arrays, nor slower than the best by more than
    /// <paramref name="slack"/>, which is what arrays in other modes can be worth elsewhere.
    /// </summary>
    /// <param name="problem">The segment.</param>
    /// <param name="model">Its times.</param>
    /// <param name="slack">Cycles, ≥ 0.</param>
    public static ImmutableArray<SegmentAllocation> Useful(SegmentProblem problem, ICostModel model, double slack)
    {
        var allocator = new ParametricAllocator(problem, model);
        var found = new List<SegmentAllocation>();
        var first = allocator.FirstPossible();
        var best = double.PositiveInfinity;
        for (var c = first; c >= 0 && c < allocator._candidates.Length; c++)
        {
            // The least time to load grows no further when every operator has one copy.
            if (allocator._candidates[c] > best + slack)
            {
                break;
            }

            if (allocator.At(allocator._candidates[c]) is { } option && option.Total <= best + slack && !found.Any(f => Dominates(f, option)))
            {
                found.RemoveAll(f => Dominates(option, f));
                found.Add(option);
                best = Math.Min(best, option.Total);
            }
        }

        return [.. found.Where(f => f.Total <= best + slack).OrderBy(f => f.Total)];
    }

    private static bool Dominates(SegmentAllocation a, SegmentAllocation b) => a.Total <= b.Total && a.ComputeArrays <= b.ComputeArrays && a.MemoryArrays <= b.MemoryArrays;

    /// <summary>Every time that some operator can take, not below what the vector operators take nor what any operator takes at best.</summary>
    private double[] Candidates()
    {
        var floor = _problem.Pieces.Max(_model.VectorTime);
        foreach (var times in _compute.Concat(_stream).OfType<double[]>())
        {
            floor = Math.Max(floor, times[^1]);
        }

        return [.. _compute.Concat(_stream).OfType<double[]>().SelectMany(t => t).Append(floor).Where(t => t >= floor).Distinct().Order()];
    }

    private int FirstPossible()
    {
        var (low, high) = (0, _candidates.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(_candidates[middle]) is null)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _candidates.Length ? low : -1;
    }

    private SegmentAllocation? At(double time)
    {
        var compute = 0L;
        var actual = 0.0;
        for (var i = 0; i < _copies.Length; i++)
        {
            _copies[i] = 1;
            if (_compute[i] is not { } computing)
            {
                continue;
            }

            _copies[i] = FirstWithin(computing, time) + 1;
            _need[i] = FirstWithin(_stream[i]!, time);
            compute += (long)_copies[i] * _problem.Pieces[i].Tiles.Count;
            if (compute > _problem.Arrays)
            {
                return null;
            }
        }

        var room = _problem.Arrays - (int)compute;
        var memory = _problem.Memory.Sum(m => m.Least) > room ? null : ArrayCover.Fewest(_problem.Memory, _need, room);
        if (memory is null)
        {
            return null;
        }

        for (var i = 0; i < _copies.Length; i++)
        {
            actual = Math.Max(actual, _model.VectorTime(_problem.Pieces[i]));
            _loaded[i] = _problem.IsLoaded[i] && _compute[i] is not null ? _copies[i] : 0;
            if (_compute[i] is { } computing)
            {
                var given = Math.Min(_stream[i]!.Length - 1, _problem.Memory.Select((m, t) => m.Serves.Contains(i) ? memory[t] : 0).Sum());
                actual = Math.Max(actual, Math.Max(computing[_copies[i] - 1], _stream[i]![given]));
            }
        }

        return new SegmentAllocation(actual, _model.ReloadTime(_problem.Pieces, _loaded), [.. _copies], [.. memory], (int)compute, memory.Sum());
    }

    /// <summary>The first entry of a falling list that is at most the limit.</summary>
    private static int FirstWithin(double[] falling, double limit)
    {
        var (low, high) = (0, falling.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (falling[middle] <= limit)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
