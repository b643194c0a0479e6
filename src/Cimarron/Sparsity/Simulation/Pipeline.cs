namespace Cimarron.Sparsity.Simulation;

/// <summary>Runs the stages of all steps cycle by cycle (rules §7).</summary>
/// <param name="tally">Where events are counted.</param>
internal sealed class Pipeline(Tally tally)
{
    /// <summary>Cycles so far.</summary>
    public long Cycles { get; private set; }

    /// <summary>Cycles in which something was loaded.</summary>
    public long LoadCycles { get; private set; }

    /// <summary>Cycles in which macros worked.</summary>
    public long ComputeCycles { get; private set; }

    /// <summary>Cycles in which something was written back.</summary>
    public long WriteBackCycles { get; private set; }

    /// <summary>Runs the steps one into another: each slot ends when its load, its computation and its write-back are done.</summary>
    public void RunOverlapped(IReadOnlyList<IStage> loads, IReadOnlyList<IStage> computations, IReadOnlyList<IStage> writeBacks)
    {
        for (var slot = 0; slot < loads.Count + 2; slot++)
        {
            RunSlot(Of(loads, slot), Of(computations, slot - 1), Of(writeBacks, slot - 2));
        }
    }

    /// <summary>Runs one after another.</summary>
    public void RunInTurn(IReadOnlyList<IStage> loads, IReadOnlyList<IStage> computations, IReadOnlyList<IStage> writeBacks)
    {
        for (var step = 0; step < loads.Count; step++)
        {
            RunSlot(loads[step], null, null);
            RunSlot(null, computations[step], null);
            RunSlot(null, null, writeBacks[step]);
        }
    }

    private static IStage? Of(IReadOnlyList<IStage> stages, int step) => step >= 0 && step < stages.Count ? stages[step] : null;

    private void RunSlot(IStage? load, IStage? computation, IStage? writeBack)
    {
        while (true)
        {
            var (loads, computes, writes) = (load?.Tick() ?? false, computation?.Tick() ?? false, writeBack?.Tick() ?? false);
            if (!loads && !computes && !writes)
            {
                return;
            }

            tally.Spend(1);
            Cycles++;
            LoadCycles += loads ? 1 : 0;
            ComputeCycles += computes ? 1 : 0;
            WriteBackCycles += writes ? 1 : 0;
        }
    }
}
