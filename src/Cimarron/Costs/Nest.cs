using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>The temporal loops of a mapping with the reuse anchors inserted (rule 3), reusable without allocation.</summary>
internal class Nest
{
    private static readonly int[] ChangedByDim = [.. Operands.Dims.Select(dim => Operands.All.Sum(x => Operands.IsRelevant(x, dim) ? 1 << (int)x : 0))];

    private NestedLoop[] _loops = new NestedLoop[64];

    /// <summary>All loops, outermost first.</summary>
    public Span<NestedLoop> Loops => _loops.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Outermost level at which outputs are partial sums (rule 2); beyond all levels when nothing is summed in time.</summary>
    public int FirstPartialSumLevel { get; private set; }

    public void Load(Mapping mapping)
    {
        var temporal = mapping.Temporal.AsSpan();
        EnsureCapacity(temporal.Length);
        Count = temporal.Length;
        for (var i = 0; i < temporal.Length; i++)
        {
            ref readonly var given = ref temporal[i];
            ref var loop = ref _loops[i];
            loop.Dim = (int)given.Dim;
            loop.Size = given.Size;
            loop.Changes = given.Size > 1 ? ChangedByDim[(int)given.Dim] : 0;
            loop.Levels[(int)Operand.Input] = given.InputLevel;
            loop.Levels[(int)Operand.Weight] = given.WeightLevel;
            loop.Levels[(int)Operand.Output] = given.OutputLevel;
        }

        FirstPartialSumLevel = FindFirstPartialSumLevel(temporal);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            InsertAnchors(operand);
        }
    }

    /// <summary>Rule 2, on the nest as given.</summary>
    protected virtual int FindFirstPartialSumLevel(ReadOnlySpan<TemporalLoop> given)
    {
        // Levels do not decrease inwards, so the outermost summing loop decides.
        foreach (ref readonly var loop in given)
        {
            if (loop.Size > 1 && Operands.IsReduction(loop.Dim))
            {
                return loop.OutputLevel;
            }
        }

        return int.MaxValue;
    }

    /// <summary>Rule 3 for one operand.</summary>
    protected virtual void InsertAnchors(int operand)
    {
        var change = -1;
        for (var start = 0; start < Count;)
        {
            var level = _loops[start].Levels[operand];
            var inside = -1;
            var end = start;
            for (; end < Count && _loops[end].Levels[operand] == level; end++)
            {
                if (_loops[end].ChangesTile(operand))
                {
                    inside = end;
                }
            }

            if (end == Count)
            {
                return;
            }

            if (inside >= 0)
            {
                change = inside;
            }
            else
            {
                for (var loop = change + 1; loop < start; loop++)
                {
                    _loops[loop].Levels[operand] = level;
                }

                InsertAnchor(++change, operand, level);
                end++;
            }

            start = end;
        }
    }

    private void InsertAnchor(int at, int operand, int level)
    {
        EnsureCapacity(Count + 1);
        // The copy left at the gap has the levels of the loop the anchor now precedes.
        Array.Copy(_loops, at, _loops, at + 1, Count - at);
        Count++;
        ref var anchor = ref _loops[at];
        anchor.Size = 1;
        anchor.Changes = 1 << operand;
        anchor.Levels[operand] = level;
    }

    private void EnsureCapacity(int count)
    {
        if (count > _loops.Length)
        {
            Array.Resize(ref _loops, Math.Max(count, _loops.Length * 2));
        }
    }
}
