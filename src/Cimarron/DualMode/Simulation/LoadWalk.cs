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
    public static Int128[] Ends(IReadOnlyList<LoadStream> streams, long bitsPerCycle)
    {
        var ends = new Int128[streams.Count];
        var left = streams.Select(s => Fraction.Of(s.Bits)).ToArray();
        var active = Enumerable.Range(0, streams.Count).ToList();
        var time = Fraction.Of(0);
        while (active.Count > 0)
        {
            var rates = Rates(streams, left, active, bitsPerCycle);
            var step = active.Select(i => left[i] / rates[i]).Aggregate((a, b) => a.IsAtMost(b) ? a : b);
            time += step;
            foreach (var i in active.ToArray())
            {
                left[i] -= rates[i] * step;
                if (left[i].IsZero)
                {
                    ends[i] = (Int128)time.Ceiling();
                    active.Remove(i);
                }
            }
        }

        return ends;
    }

    /// <summary>Bits per cycle of each active stream: its highest rate if its share of the bus is more than that, its share of what the others leave otherwise.</summary>
    private static Dictionary<int, Fraction> Rates(IReadOnlyList<LoadStream> streams, Fraction[] left, List<int> active, long bitsPerCycle)
    {
        var rates = new Dictionary<int, Fraction>();
        var sharing = active.ToList();
        var free = Fraction.Of(bitsPerCycle);
        while (sharing.Count > 0)
        {
            var perBit = free / sharing.Select(i => left[i]).Aggregate((a, b) => a + b);
            var limited = sharing.Where(i => streams[i].LeastCycles > 0 && Highest(streams[i]).IsAtMost(left[i] * perBit)).ToArray();
            if (limited.Length == 0)
            {
                foreach (var i in sharing)
                {
                    rates[i] = left[i] * perBit;
                }

                break;
            }

            foreach (var i in limited)
            {
                rates[i] = Highest(streams[i]);
                free -= rates[i];
                sharing.Remove(i);
            }
        }

        return rates;
    }

    private static Fraction Highest(LoadStream stream) => new(stream.Bits, stream.LeastCycles);
}
