using System.Collections.Immutable;

namespace Cimarron.DualMode.Simulation;

/// <summary>Divides the statements of a block into segments.</summary>
/// <param name="chip">The chip.</param>
/// <param name="segments">Takes the finished segments.</param>
internal sealed class SegmentRecorder(DualModeChip chip, ImmutableArray<SegmentTiming>.Builder segments)
{
    private SegmentTiming? open;
    private bool hasBlock;

    /// <summary>What the open segment has counted.</summary>
    public ClockTotals Totals { get; private set; } = new();

    /// <summary>Before a statement: opens a segment if it does not belong to the open one.</summary>
    public void Begin(string path, long now, long iterations, bool endsSegment)
    {
        if (hasBlock && !endsSegment)
        {
            Close();
        }

        open ??= new SegmentTiming
        {
            Name = "",
            Path = path,
            Start = ClockTotals.Whole(now),
            Iterations = ClockTotals.Whole(iterations),
            Cycles = new CycleTotals(0, 0, 0, 0, 0),
            ComputeArrays = 0,
            MemoryArrays = 0,
            Macs = 0,
            Utilisation = 0,
        };
    }

    /// <summary>The open segment's parallel block.</summary>
    public void Block(string name, string path, int computeArrays, int memoryArrays)
    {
        open = open! with { Name = name, Path = path, ComputeArrays = computeArrays, MemoryArrays = memoryArrays };
        hasBlock = true;
    }

    /// <summary>Ends the open segment. Statements without a block that take no time, such as a last MEM.free, are none.</summary>
    public void Close()
    {
        if (open is not null && (hasBlock || Totals.Cycles > 0))
        {
            segments.Add(open with { Cycles = Totals.ByKind(), Macs = ClockTotals.Whole(Totals.Macs), Utilisation = Totals.Utilisation(chip) });
        }

        (open, hasBlock, Totals) = (null, false, new ClockTotals());
    }
}
