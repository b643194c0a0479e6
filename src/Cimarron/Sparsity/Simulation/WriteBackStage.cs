using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Simulation;

/// <summary>The write-back of one step (rules §6).</summary>
internal sealed class WriteBackStage : IStage
{
    private readonly LayerWalk walk;
    private long waiting;

    public WriteBackStage(LayerWalk walk, int step, OutputLives lives)
    {
        this.walk = walk;
        var (partial, finished) = (lives.PutAway(step) * walk.Shape.Vectors, lives.Finished(step) * walk.Shape.Vectors);
        walk.Tally.Count(SparseUnit.OutputBufferRead, (partial + finished) * walk.Chip.AccumulatorBits);
        waiting = partial * walk.Chip.AccumulatorBits + finished * walk.Chip.ActivationBits;
    }

    /// <inheritdoc/>
    public bool Tick()
    {
        var moved = Math.Min(waiting, walk.Chip.StoreBitsPerCycle);
        waiting -= moved;
        walk.Tally.Count(SparseUnit.GlobalBufferWrite, moved);
        return moved > 0;
    }
}
