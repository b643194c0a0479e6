using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>Rules 9 to 12: the timers, walked through every iteration of every loop.</summary>
internal sealed class TimerWalk
{
    private const int CancellationStride = 1 << 16;

    private readonly Mapping mapping;
    private readonly Chip chip;
    private readonly WalkedNest nest;
    private readonly CancellationToken cancellation;

    // Timers t[level, X] at level·3 + X, then m[X].
    private readonly double[] timer;
    private readonly int mac;
    private readonly int[] sizes;
    private readonly LoopStep[] steps;
    private readonly List<int> setByMac = [];
    private readonly long[] iterations;

    public TimerWalk(Mapping mapping, Chip chip, WalkedNest nest, CancellationToken cancellation)
    {
        this.mapping = mapping;
        this.chip = chip;
        this.nest = nest;
        this.cancellation = cancellation;
        mac = chip.Levels.Length * Operands.Count;
        timer = new double[mac + Operands.Count];
        sizes = [.. nest.Loops.Select(loop => loop.Size)];
        iterations = new long[nest.Loops.Count];
        steps = new LoopStep[nest.Loops.Count * Operands.Count];
        foreach (var block in nest.Blocks.SelectMany(blocks => blocks))
        {
            Prepare(block);
        }
    }

    /// <summary>Iterations walked, per loop of the nest.</summary>
    public IReadOnlyList<long> Iterations => iterations;

    /// <summary>Macro activations walked.</summary>
    public long Activations { get; private set; }

    /// <summary>Walks the nest and returns the latency in cycles.</summary>
    public double Run()
    {
        foreach (var operand in Operands.All)
        {
            Preload(operand);
        }

        EnterLoop(0);
        Preload(Operand.Output); // rule 11: "for O once more after"

        var latency = 0.0;
        for (var t = 0; t < mac; t++)
        {
            latency = Math.Max(latency, timer[t]); // rule 12: m is left out
        }

        return latency;
    }

    private static int Timer(int level, Operand operand) => level * Operands.Count + (int)operand;

    /// <summary>At DRAM a flag has no effect, neither on links nor on what an activation sets.</summary>
    private bool IsDouble(int level, Operand operand) =>
        chip.Levels[level].Kind != MemoryKind.Dram && mapping.IsDoubleBuffered(level, operand);

    private void Prepare(WalkedBlock block)
    {
        var operand = block.Operand;
        for (var l = block.Start; l < block.End; l++)
        {
            steps[l * Operands.Count + (int)operand] = new LoopStep(
                Timer(block.Level, operand),
                block.Next is { } next ? Timer(next, operand) : mac + (int)operand,
                block.FiringLoop == l ? block.Cycles : 0,
                block.Next is { } destination && IsDouble(destination, operand));
        }

        if (block.Next is null && !IsDouble(block.Level, operand))
        {
            setByMac.Add(Timer(block.Level, operand));
        }
    }

    /// <summary>Rule 11: an operand whose outermost loop is not in DRAM is fetched as a whole before the first loop.</summary>
    private void Preload(Operand operand)
    {
        var first = nest.Blocks[(int)operand][0].Level;
        var dram = 0; // levels are ordered DRAM first
        if (first == dram)
        {
            return;
        }

        var cycles = (double)(nest.WholeOperand(operand) * nest.Bits(dram, operand)) / chip.Levels[dram].PortBitsPerCycle;
        timer[Timer(dram, operand)] += cycles;
        timer[Timer(first, operand)] += cycles;
    }

    private void EnterLoop(int l)
    {
        if (l == sizes.Length)
        {
            Activate();
            return;
        }

        const int output = (int)Operand.Output;
        var first = l * Operands.Count;
        for (var i = 0; i < sizes[l]; i++)
        {
            iterations[l]++;
            for (var x = 0; x < Operands.Count; x++)
            {
                Fetch(steps[first + x]); // a
            }

            if (i > 0)
            {
                WriteBackPrevious(steps[first + output]); // b
            }

            EnterLoop(l + 1); // c
            WriteBack(steps[first + output]); // d
        }

        WriteBackPrevious(steps[first + output]); // after the last iteration
    }

    private void Fetch(LoopStep step)
    {
        if (step.Double)
        {
            timer[step.Current] += step.Cycles;
            timer[step.Next] = Math.Max(timer[step.Next], timer[step.Current]);
        }
        else
        {
            var done = Math.Max(timer[step.Current], timer[step.Next]) + step.Cycles;
            timer[step.Current] = done;
            timer[step.Next] = done;
        }
    }

    private void WriteBackPrevious(LoopStep output)
    {
        if (output.Double && output.Cycles > 0)
        {
            timer[output.Current] = Math.Max(timer[output.Current], timer[output.Next]) + output.Cycles;
        }
    }

    private void WriteBack(LoopStep output)
    {
        if (!output.Double)
        {
            var done = Math.Max(timer[output.Current], timer[output.Next]) + output.Cycles;
            timer[output.Current] = done;
            timer[output.Next] = done;
        }
    }

    /// <summary>Rule 10. Every activation runs each operand's m to the latest of the three; the last levels follow unless double buffered.</summary>
    private void Activate()
    {
        if (Activations++ % CancellationStride == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        var done = Math.Max(timer[mac], Math.Max(timer[mac + 1], timer[mac + 2])) + chip.MacCycles;
        for (var x = 0; x < Operands.Count; x++)
        {
            timer[mac + x] = done;
        }

        foreach (var t in setByMac)
        {
            timer[t] = done;
        }
    }
}
