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
    private readonly SegmentTimes _times;
    private readonly int[] _copies;
    private readonly int[] _loaded;
    private readonly int[] _need;
    private readonly int[] _memory;
    private readonly ArrayCover _cover;
    private readonly int _least;

    private ParametricAllocator(SegmentProblem problem, ICostModel model, SegmentTimes? times)
    {
        (_problem, _model, _times) = (problem, model, times ?? TimesOf(problem, model));
        var count = problem.Pieces.Length;
        (_copies, _loaded, _need, _memory) = (new int[count], new int[count], new int[count], new int[problem.Memory.Length]);
        _cover = new ArrayCover(problem.Memory, count);
        foreach (var memory in problem.Memory.AsSpan())
        {
            _least += memory.Least;
        }
    }

    /// <summary>The allocation with the least T_intra, with the fewest arrays at that; null when not even one copy of everything fits.</summary>
    public static SegmentAllocation? Fastest(SegmentProblem problem, ICostModel model) => Fastest(problem, model, null);

    /// <summary>
    /// Every allocation that can be part of an optimal plan: none is slower (loading included) than another that takes no more compute and no more memory arrays, nor slower than the best by more than
    /// <paramref name="slack"/>, which is what arrays in other modes can be worth elsewhere. The fastest first.
    /// </summary>
    /// <param name="problem">The segment.</param>
    /// <param name="model">Its times.</param>
    /// <param name="slack">Cycles, ≥ 0.</param>
    public static ImmutableArray<SegmentAllocation> Useful(SegmentProblem problem, ICostModel model, double slack) => [.. Useful(problem, model, slack, null)];

    internal static SegmentAllocation? Fastest(SegmentProblem problem, ICostModel model, SegmentTimes? times)
    {
        var allocator = new ParametricAllocator(problem, model, times);
        var time = allocator.FirstPossible();
        return double.IsFinite(time) && allocator.Fits(time, out var compute) ? allocator.Allocation(allocator.Running(), allocator.Loading(), compute) : null;
    }

    internal static List<SegmentAllocation> Useful(SegmentProblem problem, ICostModel model, double slack, SegmentTimes? times)
    {
        var found = new List<SegmentAllocation>();
        var best = new ParametricAllocator(problem, model, times).Visit(slack, found);
        found.RemoveAll(f => f.Total > best + slack);
        return found;
    }

    /// <summary>Cycles of loading and computing at least; infinite when not even one copy of everything fits.</summary>
    internal static double Least(SegmentProblem problem, ICostModel model, SegmentTimes times) => new ParametricAllocator(problem, model, times).Visit(0, null);

    /// <summary>Visits what can be useful, fastest T_intra first, and tells the least time, loading included.</summary>
    private double Visit(double slack, List<SegmentAllocation>? found)
    {
        var best = double.PositiveInfinity;
        var (fewestCompute, fewestMemory) = (int.MaxValue, int.MaxValue);
        for (var time = FirstPossible(); double.IsFinite(time) && time <= best + slack; time = _times.Next(time))
        {
            if (!Fits(time, out var compute))
            {
                continue;
            }

            // As T grows arrays become fewer; equal counts are no new option, only a slower one.
            var memory = Sum(_memory);
            if (compute >= fewestCompute && memory >= fewestMemory)
            {
                continue;
            }

            (fewestCompute, fewestMemory) = (Math.Min(fewestCompute, compute), Math.Min(fewestMemory, memory));
            var (running, loading) = (Running(), Loading());
            if (running + loading <= best + slack)
            {
                best = Math.Min(best, running + loading);
                if (found is not null)
                {
                    Add(found, Allocation(running, loading, compute));
                }
            }
        }

        return best;
    }

    /// <summary>Adds an allocation to a list that ascends by time, unless another one is as good; drops those that it beats.</summary>
    private static void Add(List<SegmentAllocation> found, SegmentAllocation option)
    {
        for (var i = found.Count - 1; i >= 0; i--)
        {
            if (Dominates(found[i], option))
            {
                return;
            }
        }

        for (var i = found.Count - 1; i >= 0; i--)
        {
            if (Dominates(option, found[i]))
            {
                found.RemoveAt(i);
            }
        }

        var place = found.Count;
        while (place > 0 && found[place - 1].Total > option.Total)
        {
            place--;
        }

        found.Insert(place, option);
    }

    private static bool Dominates(SegmentAllocation a, SegmentAllocation b) => a.Total <= b.Total && a.ComputeArrays <= b.ComputeArrays && a.MemoryArrays <= b.MemoryArrays;

    private static SegmentTimes TimesOf(SegmentProblem problem, ICostModel model) => new(
        problem.Pieces,
        new TimeTables(model, problem.Arrays),
        [.. problem.Pieces.Select((_, i) => (int)Math.Min(problem.Arrays, problem.Memory.Where(m => m.DoesServe(i)).Sum(m => (long)m.Most)))]);

    /// <summary>The least possible time; infinite if there is none.</summary>
    private double FirstPossible()
    {
        var least = Fits(_times.Floor, out _) ? _times.Floor : double.PositiveInfinity;
        for (var i = 0; i < _times.Lists && least > _times.Floor; i++)
        {
            least = Math.Min(least, FirstPossible(_times.List(i), _times.Length(i), least));
        }

        return least;
    }

    /// <summary>The least possible time of a falling list that is above the floor and below a limit; infinite if there is none.</summary>
    private double FirstPossible(double[] falling, int length, double limit)
    {
        var (low, high) = (0, length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (falling[middle] >= limit || (falling[middle] > _times.Floor && Fits(falling[middle], out _)))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && falling[low - 1] < limit ? falling[low - 1] : double.PositiveInfinity;
    }

    /// <summary>Whether a time is possible; then copies and memory arrays are the fewest for it.</summary>
    private bool Fits(double time, out int compute)
    {
        (compute, var total) = (0, 0L);
        for (var i = 0; i < _copies.Length; i++)
        {
            _copies[i] = 1;
            if (!_times.IsMatrix(i))
            {
                continue;
            }

            (_copies[i], _need[i]) = (_times.Copies(i, time), _times.Arrays(i, time));
            if (_copies[i] == 0 || _copies[i] > _problem.MostCopies[i] || _need[i] < 0)
            {
                return false;
            }

            total += (long)_copies[i] * _problem.Pieces[i].Tiles.Count;
            if (total + _least > _problem.Arrays)
            {
                return false;
            }
        }

        compute = (int)total;
        return _cover.Fewest(_need, _problem.Arrays - compute, _memory);
    }

    private SegmentAllocation Allocation(double running, double loading, int compute) => new(running, loading, [.. _copies], [.. _memory], compute, Sum(_memory));

    /// <summary>Cycles of loading what was found to fit.</summary>
    private double Loading()
    {
        for (var i = 0; i < _copies.Length; i++)
        {
            _loaded[i] = _problem.IsLoaded[i] && _times.IsMatrix(i) ? _copies[i] : 0;
        }

        return _model.ReloadTime(_problem.Pieces.AsSpan(), _loaded);
    }

    /// <summary>The time that what was found to fit really takes.</summary>
    private double Running()
    {
        var actual = 0.0;
        for (var i = 0; i < _copies.Length; i++)
        {
            actual = Math.Max(actual, _times.Vector(i));
            if (!_times.IsMatrix(i))
            {
                continue;
            }

            var given = 0;
            for (var t = 0; t < _memory.Length; t++)
            {
                given += _problem.Memory[t].DoesServe(i) ? _memory[t] : 0;
            }

            actual = Math.Max(actual, Math.Max(_times.Compute(i, _copies[i]), _times.Stream(i, given)));
        }

        return actual;
    }

    private static int Sum(int[] counts)
    {
        var sum = 0;
        foreach (var count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
