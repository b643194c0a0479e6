namespace Cimarron.Sparsity.Simulation;

/// <summary>The computation of one step: every macro of every copy at its own pace (rules §5).</summary>
internal sealed class ComputeStage(LayerWalk walk, int step, ArrivalBuffer buffer) : IStage
{
    private readonly MacroWalk[] macros =
        [.. Enumerable.Range(0, walk.Placed.Copies).SelectMany(copy => walk.Placed.Steps[step].Select(m => new MacroWalk(walk, m, copy, buffer)))];

    /// <inheritdoc/>
    public bool Tick()
    {
        var works = false;
        foreach (var macro in macros)
        {
            works |= macro.Tick();
        }

        return works;
    }
}
