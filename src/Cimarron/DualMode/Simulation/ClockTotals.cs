namespace Cimarron.DualMode.Simulation;

/// <summary>Counts cycles and amounts, of a segment or of a whole program; nothing goes above the limit.</summary>
/// <exception cref="OverflowException">An amount needs more than 63 bits.</exception>
internal sealed class ClockTotals
{
    private readonly long[] cycles = new long[5];

    public long Cycles { get; private set; }

    public long Macs { get; private set; }

    public long SwitchesToCompute { get; private set; }

    public long SwitchesToMemory { get; private set; }

    public long WeightBits { get; private set; }

    public long BytesRead { get; private set; }

    public long BytesWritten { get; private set; }

    public void Add(TimelineEventKind kind, long amount)
    {
        cycles[(int)kind] += amount;
        Cycles = checked(Cycles + amount);
        Require(Cycles);
    }

    public void AddMacs(long macs) => Macs = checked(Macs + macs);

    public void AddSwitches(bool toCompute, int arrays)
    {
        SwitchesToCompute += toCompute ? arrays : 0;
        SwitchesToMemory += toCompute ? 0 : arrays;
    }

    public void AddWeights(long bits) => WeightBits = checked(WeightBits + bits);

    public void AddBytes(bool read, long bytes)
    {
        BytesRead = checked(BytesRead + (read ? bytes : 0));
        BytesWritten = checked(BytesWritten + (read ? 0 : bytes));
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

    /// <summary>An amount, unless it is too large.</summary>
    public static long Whole(long amount)
    {
        Require(amount);
        return amount;
    }

    /// <summary>Share of the work that all arrays could do.</summary>
    public double Utilisation(DualModeChip chip) =>
        Cycles == 0 ? 0 : (double)Macs * chip.StepCycles / ((double)chip.Arrays * chip.Rows * Math.Max(1, chip.WeightColumns) * (double)Cycles);

    private static void Require(long amount)
    {
        if (amount > ProgramTimer.MaxCycles)
        {
            throw ProgramTimer.TooLong();
        }
    }
}
