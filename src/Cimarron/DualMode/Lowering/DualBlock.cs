namespace Cimarron.DualMode.Lowering;

/// <summary>Consecutive operators that run once, or several times with other weights.</summary>
/// <param name="First">First operator.</param>
/// <param name="Count">Operators.</param>
/// <param name="Repeat">Iterations, ≥ 1.</param>
/// <param name="CarryFrom">With several iterations: the tensor of an iteration …</param>
/// <param name="CarryTo">… that is this one in the next.</param>
public sealed record DualBlock(int First, int Count, int Repeat = 1, int CarryFrom = -1, int CarryTo = -1)
{
    /// <summary>The operator after the last.</summary>
    public int End => First + Count;
}
