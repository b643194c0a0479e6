using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Simulation;

/// <summary>Takes the partial sums of macros and adds those that belong together.</summary>
internal sealed class ArrivalBuffer(LayerWalk walk)
{
    private readonly HashSet<(long Vector, int Output)> begun = [];

    /// <summary>A partial sum arrives through the queue.</summary>
    public void Take(long vector, int output)
    {
        var bits = walk.Chip.AccumulatorBits;
        walk.Tally.Count(SparseUnit.Accumulation);
        walk.Tally.Count(SparseUnit.FifoWrite, bits);
        walk.Tally.Count(SparseUnit.FifoRead, bits);
        walk.Tally.Count(SparseUnit.OutputBufferWrite, bits);
        if (!begun.Add((vector, output)))
        {
            walk.Tally.Count(SparseUnit.OutputBufferRead, bits); // only the first one has nothing to be added to
        }
    }
}
