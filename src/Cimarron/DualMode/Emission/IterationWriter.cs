using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;

namespace Cimarron.DualMode.Emission;

/// <summary>
/// Writes the iterations of a block. Iterations with equal plans become a repeated block as soon as one begins on the same arrays as an earlier one did. That can take two: a tensor that is born
/// before its predecessor dies takes turns with it.
/// </summary>
internal sealed class IterationWriter(Plan plan, DualBlock block, ArrayMap map, ImmutableArray<Statement>.Builder code)
{
    private bool _isFirst = true;

    private bool IsCarried => block.CarryFrom >= 0 && block.CarryFrom != block.CarryTo;

    public void Write(PlannedIterations iterations)
    {
        var (starts, bodies) = (new List<string>(), new List<ImmutableArray<Statement>>());
        for (var left = iterations.Count; left > 0; left--)
        {
            Carry();
            var start = map.Snapshot();
            if (starts.IndexOf(start) is >= 0 and var first)
            {
                bodies.Take(first).SelectMany(b => b).ToList().ForEach(code.Add);
                left = WriteRepeat([.. bodies.Skip(first)], left);
                (starts, bodies) = ([], []);
                if (left == 0)
                {
                    // The next block goes on from the end of an iteration, not from the beginning of another.
                    Uncarry();
                    return;
                }
            }

            starts.Add(start);
            bodies.Add([.. Begin(), .. new SegmentWriter(plan, map).Write(iterations.Segments)]);
        }

        bodies.SelectMany(b => b).ToList().ForEach(code.Add);
    }

    /// <summary>Writes a period as often as it fits; the iterations that are left.</summary>
    private int WriteRepeat(ImmutableArray<ImmutableArray<Statement>> period, int left)
    {
        var count = 1 + (left / period.Length);
        if (count == 1)
        {
            code.AddRange(period.SelectMany(b => b));
            return left;
        }

        // The carry in front of the first iteration stays outside: inside, the repeated block carries.
        var hasCarry = period[0].FirstOrDefault() is Carry;
        if (hasCarry)
        {
            code.Add(period[0][0]);
        }

        var body = period.SelectMany(b => b).Skip(hasCarry ? 1 : 0);
        var names = plan.Network.Tensors;
        code.Add(new RepeatBlock(count, IsCarried ? [(names[block.CarryFrom].Name, names[block.CarryTo].Name)] : [], [.. body]));
        return left % period.Length;
    }

    private void Carry()
    {
        if (!_isFirst && IsCarried)
        {
            map.Carry(block.CarryFrom, block.CarryTo);
        }
    }

    private void Uncarry()
    {
        if (IsCarried)
        {
            map.Carry(block.CarryTo, block.CarryFrom);
        }
    }

    /// <summary>The statement that begins an iteration; none for the first.</summary>
    private ImmutableArray<Statement> Begin()
    {
        var isFirst = _isFirst;
        _isFirst = false;
        return isFirst || !IsCarried ? [] : [new Carry(plan.Network.Tensors[block.CarryFrom].Name, plan.Network.Tensors[block.CarryTo].Name)];
    }
}
