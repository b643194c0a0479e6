using System.Collections.Immutable;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation;

/// <summary>Goes through a program with a clock.</summary>
internal sealed class ProgramClock
{
    private readonly DualModeChip chip;
    private readonly CancellationToken cancellation;
    private readonly InstructionTimes times;
    private readonly SegmentRecorder segment;
    private readonly Dictionary<string, ArraySet> allocated = new(StringComparer.Ordinal);
    private readonly ImmutableArray<SegmentTiming>.Builder segments = ImmutableArray.CreateBuilder<SegmentTiming>();
    private readonly ImmutableArray<TimelineEvent>.Builder timeline = ImmutableArray.CreateBuilder<TimelineEvent>();
    private long events;
    private long now;
    private long iterations = 1;

    public ProgramClock(ProgramSymbols symbols, DualModeChip chip, CancellationToken cancellation)
    {
        this.chip = chip;
        this.cancellation = cancellation;
        times = new InstructionTimes(symbols, chip);
        segment = new SegmentRecorder(chip, segments);
    }

    public TimingResult Run(MetaProgram program)
    {
        var totals = Walk(program.Code, "");
        return new TimingResult
        {
            Cycles = ClockTotals.Whole(totals.Cycles),
            ByKind = totals.ByKind(),
            Segments = segments.ToImmutable(),
            SwitchesToCompute = ClockTotals.Whole(totals.SwitchesToCompute),
            SwitchesToMemory = ClockTotals.Whole(totals.SwitchesToMemory),
            WeightBytesWritten = ClockTotals.Whole(InstructionTimes.CeilDivide(totals.WeightBits, 8)),
            ExternalBytesRead = ClockTotals.Whole(totals.BytesRead),
            ExternalBytesWritten = ClockTotals.Whole(totals.BytesWritten),
            Macs = ClockTotals.Whole(totals.Macs),
            Utilisation = totals.Utilisation(chip),
            Timeline = timeline.ToImmutable(),
            TimelineEvents = events,
        };
    }

    private ClockTotals Walk(ImmutableArray<Statement> body, string prefix)
    {
        var totals = new ClockTotals();
        for (var i = 0; i < body.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = $"{prefix}{i + 1}";
            if (body[i] is RepeatBlock repeat)
            {
                segment.Close();
                totals.Add(Walk(repeat, path), Math.Max(1, repeat.Count));
                continue;
            }

            var step = new ClockTotals();
            segment.Begin(path, now, iterations, body[i] is ExternalWrite);
            if (body[i] is WriteTiles)
            {
                var end = i + 1;
                while (end < body.Length && body[end] is WriteTiles)
                {
                    end++;
                }

                Load([.. body[i..end].Cast<WriteTiles>()], path, step);
                i = end - 1;
            }
            else
            {
                Step(body[i], path, step);
            }

            segment.Totals.Add(step, 1);
            totals.Add(step, 1);
        }

        segment.Close();
        return totals;
    }

    /// <summary>One iteration; the clock moves on by all of them.</summary>
    private ClockTotals Walk(RepeatBlock repeat, string path)
    {
        var count = Math.Max(1, repeat.Count);
        var (start, outer) = (now, iterations);
        iterations = checked(iterations * count);
        var at = timeline.Count;
        Record(TimelineEventKind.Repeat, path, $"{count} iterations", 0, 0);
        var body = Walk(repeat.Body, $"{path}.");
        now = checked(start + (body.Cycles * count));
        iterations = outer;
        if (at < timeline.Count)
        {
            timeline[at] = timeline[at] with { Cycles = ClockTotals.Whole(now - start) };
        }

        return body;
    }

    private void Step(Statement statement, string path, ClockTotals step)
    {
        switch (statement)
        {
            case SwitchMode s:
                step.AddSwitches(s.ToCompute, s.Arrays.Count);
                Spend(step, TimelineEventKind.Switch, path, s.ToCompute ? "TOC" : "TOM", (long)s.Arrays.Count * (s.ToCompute ? chip.SwitchToComputeCycles : chip.SwitchToMemoryCycles), s.Arrays.Count);
                break;
            case Allocate a:
                allocated[a.Tensor] = a.Arrays;
                break;
            case Free f:
                allocated.Remove(f.Tensor);
                break;
            case Carry c:
                allocated.Remove(c.To);
                if (allocated.Remove(c.From, out var arrays))
                {
                    allocated[c.To] = arrays;
                }

                break;
            case ExternalRead r:
                Transfer(step, read: true, times.Tensor(r.Tensor, r.Part, path), r.Part, path);
                break;
            case ExternalWrite w:
                Transfer(step, read: false, times.Tensor(w.Tensor, w.Part, path), w.Part, path);
                break;
            case ParallelBlock block:
                Run(block, path, step);
                break;
            default:
                throw ProgramTimer.Malformed(path, "CIM.mvm and VEC.run stand in a parallel block");
        }

        HandOverSwitched(statement);
    }

    /// <summary>Arrays that start to compute belong to no tensor any more.</summary>
    private void HandOverSwitched(Statement statement)
    {
        if (statement is SwitchMode { ToCompute: true } s)
        {
            var switched = s.Arrays.ToHashSet();
            foreach (var (tensor, arrays) in allocated.ToArray())
            {
                if (arrays.Any(switched.Contains))
                {
                    allocated.Remove(tensor);
                }
            }
        }
    }

    private void Transfer(ClockTotals step, bool read, ProgramTensor tensor, Part part, string path)
    {
        step.AddBytes(read, InstructionTimes.Bytes(tensor, part));
        Spend(step, read ? TimelineEventKind.Read : TimelineEventKind.Write, path, tensor.Name, times.External(tensor, part), allocated.TryGetValue(tensor.Name, out var arrays) ? arrays.Count : 0);
    }

    private void Load(ImmutableArray<WriteTiles> writes, string path, ClockTotals step)
    {
        var streams = writes.Select(w => times.Load(w, path)).GroupBy(s => s.Operator, StringComparer.Ordinal)
            .Select(g => g.Aggregate((a, b) => a.And(b))).ToArray();
        var arrays = writes.GroupBy(w => w.Operator, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(w => w.Arrays.Count), StringComparer.Ordinal);
        var ends = LoadWalk.Ends(streams, chip.ExternalBitsPerCycle);
        for (var i = 0; i < streams.Length; i++)
        {
            step.AddWeights(streams[i].Bits);
            Record(TimelineEventKind.Load, path, streams[i].Operator, ends[i], arrays[streams[i].Operator]);
        }

        var longest = ends.Max();
        step.Add(TimelineEventKind.Load, longest);
        now = checked(now + longest);
    }

    private void Run(ParallelBlock block, string path, ClockTotals step)
    {
        var computes = block.Body.OfType<Compute>().ToArray();
        segment.Block(block.Name, path, computes.SelectMany(c => c.Arrays).Distinct().Count(), allocated.Values.SelectMany(a => a).Distinct().Count());
        var sharers = chip.SharesMainBandwidth ? Math.Max(1, computes.Length) : 1;
        var longest = 0L;
        for (var i = 0; i < block.Body.Length; i++)
        {
            var at = $"{path}.{i + 1}";
            long cycles;
            switch (block.Body[i])
            {
                case Compute c:
                    cycles = times.Compute(c, ViaArrays(c, at), sharers, at);
                    step.AddMacs(times.Macs(c, at));
                    Record(TimelineEventKind.Compute, at, c.Operator, cycles, c.Arrays.Count);
                    break;
                case RunVector v:
                    cycles = times.Run(v, at);
                    Record(TimelineEventKind.Vector, at, v.Vector, cycles, 0);
                    break;
                default:
                    throw ProgramTimer.Malformed(at, "a segment holds CIM.mvm and VEC.run only");
            }

            longest = Math.Max(longest, cycles);
        }

        step.Add(TimelineEventKind.Compute, longest);
        now = checked(now + longest);
    }

    private long ViaArrays(Compute compute, string path) => compute.Via.Distinct(StringComparer.Ordinal)
        .Sum(t => allocated.TryGetValue(t, out var arrays) ? (long)arrays.Count : throw ProgramTimer.Malformed(path, $"'{t}' has no arrays to stream through"));

    private void Spend(ClockTotals step, TimelineEventKind kind, string path, string name, long cycles, int arrays)
    {
        Record(kind, path, name, cycles, arrays);
        step.Add(kind, cycles);
        now = checked(now + cycles);
    }

    private void Record(TimelineEventKind kind, string path, string name, long cycles, int arrays)
    {
        events++;
        if (timeline.Count < ProgramTimer.MaxTimelineEvents)
        {
            timeline.Add(new TimelineEvent(kind, path, name, ClockTotals.Whole(now), ClockTotals.Whole(cycles), arrays));
        }
    }
}
