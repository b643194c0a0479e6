namespace Cimarron.DualMode.Simulation;

/// <summary>
/// Streams that share a bus: each may take at most the rate at which its arrays accept data, and they share what the bus has in proportion to what
/// remains of them. Walks from one end of a stream to the next; all times are exact.
/// </summary>
internal static class LoadWalk
{
    /// <summary>The cycle, rounded up, in which each stream ends.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="bitsPerCycle">The bus, ≥ 1.</param>
    public static long[] Ends(IReadOnlyList<LoadStream> streams, long bitsPerCycle)
    {
        var (ends, left, rates) = (new long[streams.Count], new Fraction[streams.Count], new Fraction[streams.Count]);
        var active = new List<int>();
        for (var i = 0; i < streams.Count; i++)
        {
            left[i] = Fraction.Of(streams[i].Bits);
            active.Add(i);
        }

        var time = Fraction.Of(0);
        while (active.Count > 0)
        {
            SetRates(streams, left, active, bitsPerCycle, rates);
            var step = left[active[0]] / rates[active[0]];
            foreach (var i in active)
            {
                var end = left[i] / rates[i];
                step = end.IsAtMost(step) ? end : step;
            }

            time += step;
            foreach (var i in active)
            {
                left[i] -= rates[i] * step;
                ends[i] = left[i].IsZero ? (long)time.Ceiling() : 0;
            }

            active.RemoveAll(i => left[i].IsZero);
        }

        return ends;
    }

    /// <summary>Bits per cycle of each active stream: its highest rate if its share of the bus is more than that, its share of what the others leave otherwise.</summary>
    private static void SetRates(IReadOnlyList<LoadStream> streams, Fraction[] left, List<int> active, long bitsPerCycle, Fraction[] rates)
    {
        var sharing = active.ToList();
        var free = Fraction.Of(bitsPerCycle);
        while (sharing.Count > 0)
        {
            var bits = Fraction.Of(0);
            foreach (var i in sharing)
            {
                bits += left[i];
            }

            var perBit = free / bits;
            var limited = sharing.FindAll(i => streams[i].LeastCycles > 0 && Highest(streams[i]).IsAtMost(left[i] * perBit));
            foreach (var i in limited.Count > 0 ? limited : sharing)
            {
                rates[i] = limited.Count > 0 ? Highest(streams[i]) : left[i] * perBit;
                free -= rates[i];
            }

            sharing.RemoveAll(i => limited.Count == 0 || limited.Contains(i));
        }
    }

    private static Fraction Highest(LoadStream stream) => new(stream.Bits, stream.LeastCycles);
}
