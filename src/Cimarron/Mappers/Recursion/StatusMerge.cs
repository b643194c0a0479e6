using Cimarron.Mappers.Exact;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// Operand states that the recursion cannot tell apart. It has no timers, and the buffering of a level matters only until the transfer into
/// it is made; states that differ in nothing else are one status, represented by the first of them.
/// </summary>
internal sealed class StatusMerge
{
    private readonly int[][] _representative;

    public StatusMerge(StateTable[] states) => _representative = [.. states.Select(Merge)];

    /// <summary>The status of a state, as the id of the state that represents it.</summary>
    public int Of(int operand, int state) => _representative[operand][state];

    private static int[] Merge(StateTable table)
    {
        var first = new Dictionary<OperandState, int>();
        var result = new int[table.States.Length];
        for (var id = 0; id < result.Length; id++)
        {
            var state = table.States[id];
            var isPaid = state.Phase is Phase.Open or Phase.Shut;
            var key = state with { Timers = 0, Source = 0, Target = 0, Double = state.Double && !isPaid };
            first.TryAdd(key, id);
            result[id] = first[key];
        }

        return result;
    }
}
