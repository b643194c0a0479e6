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
    private readonly int _least;
    private int[] _memory = [];

    private ParametricAllocator(SegmentProblem problem, ICostModel model, SegmentTimes? times)
    {
        (_problem, _model, _times) = (problem, model, times ?? TimesOf(problem, model));
        var count = problem.Pieces.Length;
        (_copies, _loaded, _need) = (new int[count], new int[count], new int[count]);
        foreach (var memory in problem.Memory)
        {
            _least += memory.Least;
        }
    }

    /// <summary>The allocation with the least T_intra, with the fewest arrays at that; null when not even one copy of everything fits.</summary>
    public static SegmentAllocation? Fastest(SegmentProblem problem, ICostModel model) => Fastest(problem, model, null);

    /// <summary>
    /// Every allocation that can be part of an optimal plan: none is slower (loading included) than another that takes no more compute and no more memory arrays, nor slower than the best by more than
    /// <paramref name="slack"/>, which is what arrays in other modes can be worth elsewhere.
    /// </summary>
    /// <param name="problem">The segment.</param>
    /// <param name="model">Its times.</param>
    /// <param name="slack">Cycles, ≥ 0.</param>
    public static ImmutableArray<SegmentAllocation> Useful(SegmentProblem problem, ICostModel model, double slack) => Useful(problem, model, slack, null);

    internal static SegmentAllocation? Fastest(SegmentProblem problem, ICostModel model, SegmentTimes? times)
    {
        var allocator = new ParametricAllocator(problem, model, times);
        var index = allocator.FirstPossible();
        return index < 0 || !allocator.Fits(allocator._times.Candidates[index], out var compute) ? null : allocator.Allocation(compute);
    }

    internal static ImmutableArray<SegmentAllocation> Useful(SegmentProblem problem, ICostModel model, double slack, SegmentTimes? times)
    {
        var allocator = new ParametricAllocator(problem, model, times);
        var candidates = allocator._times.Candidates;
        var found = new List<SegmentAllocation>();
        var best = double.PositiveInfinity;
        var (fewestCompute, fewestMemory) = (int.MaxValue, int.MaxValue);
        for (var c = allocator.FirstPossible(); c >= 0 && c < candidates.Length && candidates[c] <= best + slack; c++)
        {
            if (!allocator.Fits(candidates[c], out var compute))
            {
                continue;
            }

            // As T grows arrays become fewer; equal counts are no new option, only a slower one.
            var memory = 0;
            foreach (var arrays in allocator._memory)
            {
                memory += arrays;
            }

            if (compute >= fewestCompute && memory >= fewestMemory)
            {
                continue;
            }

            (fewestCompute, fewestMemory) = (Math.Min(fewestCompute, compute), Math.Min(fewestMemory, memory));
            var option = allocator.Allocation(compute);
            if (option.Total <= best + slack && !found.Any(f => Dominates(f, option)))
            {
                found.RemoveAll(f => Dominates(option, f));
                found.Add(option);
                best = Math.Min(best, option.Total);
            }
        }

        return [.. found.Where(f => f.Total <= best + slack).OrderBy(f => f.Total)];
    }

    private static bool Dominates(SegmentAllocation a, SegmentAllocation b) => a.Total <= b.Total && a.ComputeArrays <= b.ComputeArrays && a.MemoryArrays <= b.MemoryArrays;

    private static SegmentTimes TimesOf(SegmentProblem problem, ICostModel model) => new(
        problem.Pieces,
        model,
        problem.Arrays,
        [.. problem.Pieces.Select((_, i) => (int)Math.Min(problem.Arrays, problem.Memory.Where(m => m.DoesServe(i)).Sum(m => (long)m.Most)))]);

    private int FirstPossible()
    {
        var (low, high) = (0, _times.Candidates.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Fits(_times.Candidates[middle], out _))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < _times.Candidates.Length ? low : -1;
    }

    /// <summary>Whether a time is possible; then copies and memory arrays are the fewest for it.</summary>
    private bool Fits(double time, out int compute)
    {
        compute = 0;
        var total = 0L;
        for (var i = 0; i < _copies.Length; i++)
        {
            _copies[i] = 1;
            var computing = _times.Compute[i];
            if (computing.Length == 0)
            {
                continue;
            }

            var (copies, arrays) = (SegmentTimes.FirstWithin(computing, time), SegmentTimes.FirstWithin(_times.Stream[i], time));
            if (computing[copies] > time || copies >= _problem.MostCopies[i] || _times.Stream[i][arrays] > time)
            {
                return false;
            }

            _copies[i] = copies + 1;
            _need[i] = arrays;
            total += (long)_copies[i] * _problem.Pieces[i].Tiles.Count;
            if (total + _least > _problem.Arrays)
            {
                return false;
            }
        }

        compute = (int)total;
        if (ArrayCover.Fewest(_problem.Memory, _need, _problem.Arrays - compute) is not { } memory)
        {
            return false;
        }

        _memory = memory;
        return true;
    }

    /// <summary>What was found to fit, with the time it really takes.</summary>
    private SegmentAllocation Allocation(int compute)
    {
        var actual = 0.0;
        for (var i = 0; i < _copies.Length; i++)
        {
            actual = Math.Max(actual, _times.Vector[i]);
            var isMatrix = _times.Compute[i].Length > 0;
            _loaded[i] = _problem.IsLoaded[i] && isMatrix ? _copies[i] : 0;
            if (!isMatrix)
            {
                continue;
            }

            var given = 0;
            for (var t = 0; t < _memory.Length; t++)
            {
                given += _problem.Memory[t].DoesServe(i) ? _memory[t] : 0;
            }

            actual = Math.Max(actual, Math.Max(_times.Compute[i][_copies[i] - 1], _times.Stream[i][Math.Min(given, _times.Stream[i].Length - 1)]));
        }

        return new SegmentAllocation(actual, _model.ReloadTime(_problem.Pieces, _loaded), [.. _copies], [.. _memory], compute, _memory.Sum());
    }
}
