namespace Cimarron.DualMode.Simulation;

/// <summary>Counts cycles and amounts, of a segment or of a whole program; 128 bits inside, and nothing above the limit.</summary>
internal sealed class ClockTotals
{
    private readonly Int128[] cycles = new Int128[5];

    public Int128 Cycles { get; private set; }

    public Int128 Macs { get; private set; }

    public Int128 SwitchesToCompute { get; private set; }

    public Int128 SwitchesToMemory { get; private set; }

    public Int128 WeightBits { get; private set; }

    public Int128 BytesRead { get; private set; }

    public Int128 BytesWritten { get; private set; }

    public void Add(TimelineEventKind kind, Int128 amount)
    {
        cycles[(int)kind] += amount;
        Cycles += amount;
        Require(Cycles);
    }

    public void AddMacs(Int128 macs) => Macs += macs;

    public void AddSwitches(bool toCompute, int arrays)
    {
        SwitchesToCompute += toCompute ? arrays : 0;
        SwitchesToMemory += toCompute ? 0 : arrays;
    }

    public void AddWeights(Int128 bits) => WeightBits += bits;

    public void AddBytes(bool read, Int128 bytes)
    {
        BytesRead += read ? bytes : 0;
        BytesWritten += read ? 0 : bytes;
    }

    /// <summary>Adds other totals several times.</summary>
    public void Add(ClockTotals other, long times)
    {
        checked
        {
            for (var kind = 0; kind < cycles.Length; kind++)
            {
                cycles[kind] += other.cycles[kind] * times;
            }

            Cycles += other.Cycles * times;
            Macs += other.Macs * times;
            SwitchesToCompute += other.SwitchesToCompute * times;
            SwitchesToMemory += other.SwitchesToMemory * times;
            WeightBits += other.WeightBits * times;
            BytesRead += other.BytesRead * times;
            BytesWritten += other.BytesWritten * times;
        }

        Require(Cycles);
    }

    public CycleTotals ByKind() => new(
        Whole(cycles[(int)TimelineEventKind.Switch]), Whole(cycles[(int)TimelineEventKind.Read]), Whole(cycles[(int)TimelineEventKind.Write]), Whole(cycles[(int)TimelineEventKind.Load]), Whole(cycles[(int)TimelineEventKind.Compute]));

    /// <summary>A 64-bit amount.</summary>
    public static long Whole(Int128 amount)
    {
        Require(amount);
        return (long)amount;
    }

    /// <summary>Share of the work that all arrays could do.</summary>
    public double Utilisation(DualModeChip chip) =>
        Cycles == 0 ? 0 : (double)Macs * chip.StepCycles / ((double)chip.Arrays * chip.Rows * Math.Max(1, chip.WeightColumns) * (double)Cycles);

    private static void Require(Int128 amount)
    {
        if (amount > ProgramTimer.MaxCycles)
        {
            throw ProgramTimer.TooLong();
        }
    }
}
