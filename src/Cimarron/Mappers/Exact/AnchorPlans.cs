using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>
/// All runs of anchors that may stand between two loops, by the states inside them (rule 3). At most one operand has a pending block at a
/// time, because a loop that leaves one operand's tile alone changes those of the other two; for the same reason no anchor ever becomes the
/// firing loop of another operand's innermost block.
/// </summary>
internal sealed class AnchorPlans(StateTable[] states)
{
    private readonly Dictionary<int, AnchorStep[][]> _cache = [];

    /// <summary>The runs possible for three states, innermost anchor first; empty when no operand has a pending block.</summary>
    public AnchorStep[][] For(int key, int input, int weight, int output)
    {
        if (!_cache.TryGetValue(key, out var plans))
        {
            var found = new List<AnchorStep[]>();
            Collect(0, input, [], found);
            Collect(1, weight, [], found);
            Collect((int)Operand.Output, output, [], found);
            plans = [.. found];
            _cache.Add(key, plans);
        }

        return plans;
    }

    private void Collect(int operand, int state, List<AnchorStep> steps, List<AnchorStep[]> found)
    {
        foreach (var move in states[operand].Anchors[state])
        {
            steps.Add(new AnchorStep(operand, move));
            found.Add([.. steps]);
            Collect(operand, move.State, steps, found);
            steps.RemoveAt(steps.Count - 1);
        }
    }
}
