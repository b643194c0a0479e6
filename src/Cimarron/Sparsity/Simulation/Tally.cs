using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Simulation;

/// <summary>Counts events as they happen, and gives up when there are too many of them.</summary>
/// <param name="cancellation">Ends the walk.</param>
internal sealed class Tally(CancellationToken cancellation)
{
    private readonly long[] counts = new long[Enum.GetValues<SparseUnit>().Length];
    private long left = SparseSimulator.MaxEvents;

    /// <summary>What was counted.</summary>
    public SparseCounts Counts => new(counts.Select((count, unit) => ((SparseUnit)unit, count)));

    /// <summary>Something happened so many times.</summary>
    public void Count(SparseUnit unit, long times = 1) => counts[(int)unit] = checked(counts[(int)unit] + times);

    /// <summary>So many events are about to be walked.</summary>
    /// <exception cref="DiagnosticException">More than <see cref="SparseSimulator.MaxEvents"/> (CIM0911).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Spend(long events)
    {
        cancellation.ThrowIfCancellationRequested();
        if (events > left)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0911", $"the layer takes more than {SparseSimulator.MaxEvents} events to walk", hint: "walk a smaller layer; the closed form has no limit"));
        }

        left -= events;
    }
}
