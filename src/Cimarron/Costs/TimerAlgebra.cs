using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>
/// The latency of an analysed mapping (rules 9–12), from the inside out: the max-plus matrix of the inner nest is wrapped loop by loop.
/// Timers that always agree share one row: an input's or weight's MAC timer with its last level unless that is double buffered, and both
/// ends of every single-buffered output link (they agree after each write-back, and before the next fetch only their maximum counts).
/// </summary>
internal class TimerAlgebra(ChipTables chip)
{
    private const int Output = (int)Operand.Output;

    private readonly TimerMatrix _matrix = new(Operands.Count * (chip.LevelCount + 1));
    private readonly double[] _before = new double[Operands.Count * (chip.LevelCount + 1)];
    private readonly int[] _block = new int[Operands.Count];
    private readonly int[] _source = new int[Operands.Count];
    private readonly int[] _target = new int[Operands.Count];

    /// <summary>Latency of the mapping in <paramref name="chain"/>. Only transfers of the given kinds take time.</summary>
    public double Latency(ChainAnalysis chain, CycleKinds kinds = CycleKinds.All)
    {
        _matrix.StartMac(Operands.Count, MacCycles);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            _block[operand] = -1;
            _source[operand] = operand;
        }

        for (var loop = chain.Nest.Count - 1; loop >= 0;)
        {
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                var block = _block[operand];
                if (block < 0 || chain.Blocks[operand][block].Start > loop)
                {
                    EnterBlock(chain, operand);
                }
            }

            loop = Wrap(chain, loop, kinds);
        }

        return (kinds & CycleKinds.Preload) != CycleKinds.None && chain.PreloadCycles.AsSpan().ContainsAnyExcept(0.0)
            ? LatestTimerWithPreload(chain.PreloadCycles)
            : LatestTimer(_matrix);
    }

    /// <summary>Rule 10.</summary>
    protected virtual int MacCycles => chip.MacCycles;

    /// <summary>Rule 9: whether a transfer overlaps with the use of what was transferred before.</summary>
    protected virtual bool Overlaps(ref TransferBlock block) => block.Double;

    /// <summary>Rule 12, with all timers at 0 at the start.</summary>
    protected virtual double LatestTimer(TimerMatrix matrix) => matrix.Largest();

    private void EnterBlock(ChainAnalysis chain, int operand)
    {
        var index = ++_block[operand];
        _target[operand] = _source[operand];
        ref var block = ref chain.Blocks[operand][index];
        var shared = operand == Output ? !Overlaps(ref block) : block.Next < 0 && !chain.LastDouble[operand];
        if (!shared)
        {
            _source[operand] = _matrix.AddTimer();
        }
    }

    /// <summary>Wraps a loop, and those around it that only repeat it; returns the loop to go on with.</summary>
    private int Wrap(ChainAnalysis chain, int loop, CycleKinds kinds)
    {
        for (var operand = 0; operand < Output; operand++)
        {
            ref var block = ref chain.Blocks[operand][_block[operand]];
            var cycles = block.Fire == loop && Counts(operand, ref block, kinds) ? block.Cycles : 0;
            Fetch(operand, ref block, loop, cycles);
        }

        ref var output = ref chain.Blocks[Output][_block[Output]];
        var fires = output.Fire == loop && output.Cycles > 0;
        var fetch = fires && (kinds & CycleKinds.OutputFetch) != CycleKinds.None ? output.Cycles : 0;
        var writeBack = fires && (kinds & CycleKinds.OutputWriteBack) != CycleKinds.None ? output.Cycles : 0;
        if (fires && Overlaps(ref output))
        {
            _matrix.RepeatDoubleOutput(chain.Nest.Loops[loop].Size, _source[Output], _target[Output], fetch, writeBack);
            return loop - 1;
        }

        Fetch(Output, ref output, loop, fetch);
        if (writeBack > 0)
        {
            _matrix.Delay(_source[Output], writeBack);
        }

        var times = Repetitions(chain, ref loop);
        _matrix.Repeat(times);
        return loop;
    }

    /// <summary>
    /// A fetch of no cycles only lets two timers meet. Inside a block whose inner loop has fetched it changes nothing: the inner nest
    /// starts with a fetch F of the same two timers, and F after such a meeting S is F. Single: both become max(max, max) + c as without
    /// S. Double: the source grows by c either way, and the target becomes max(target, source, source + c) = max(target, source + c).
    /// </summary>
    private void Fetch(int operand, ref TransferBlock block, int loop, long cycles)
    {
        if (cycles > 0 || loop == block.End)
        {
            _matrix.Fetch(_source[operand], _target[operand], cycles, Overlaps(ref block));
        }
    }

    /// <summary>
    /// Iterations of the loop times those of the loops around it that stay in all three blocks and fire nothing. By the argument at
    /// <see cref="Fetch"/> their bodies are just the inner nest, so their iterations multiply.
    /// </summary>
    private long Repetitions(ChainAnalysis chain, ref int loop)
    {
        var loops = chain.Nest.Loops;
        ref var input = ref chain.Blocks[0][_block[0]];
        ref var weight = ref chain.Blocks[1][_block[1]];
        ref var output = ref chain.Blocks[Output][_block[Output]];
        var outermost = Math.Max(input.Start, Math.Max(weight.Start, output.Start));
        long times = loops[loop--].Size;
        while (loop >= outermost && input.Fire != loop && weight.Fire != loop && output.Fire != loop)
        {
            times *= loops[loop--].Size;
        }

        return times;
    }

    private bool Counts(int operand, ref TransferBlock block, CycleKinds kinds)
    {
        if (operand == (int)Operand.Input)
        {
            return (kinds & CycleKinds.Input) != CycleKinds.None;
        }

        var stopsMacro = block.Next >= 0 && !block.Double && chip.Chip.Levels[block.Next].Kind == MemoryKind.Macro;
        return (kinds & (stopsMacro ? CycleKinds.ModeSwitch : CycleKinds.Weight)) != CycleKinds.None;
    }

    /// <summary>Rules 11 and 12: the DRAM timer and the first timer of a preloaded operand start late, outputs also end late.</summary>
    private double LatestTimerWithPreload(double[] preload)
    {
        Array.Clear(_before);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            _before[_source[operand]] = preload[operand];
        }

        var latency = 0.0;
        for (var row = 0; row < _matrix.Timers; row++)
        {
            var time = 0.0;
            for (var column = 0; column < _matrix.Timers; column++)
            {
                time = Math.Max(time, _matrix.Values[(row * _matrix.Stride) + column] + _before[column]);
            }

            latency = Math.Max(latency, row == _source[Output] ? time + preload[Output] : time);
        }

        return Math.Max(latency, Math.Max(Math.Max(preload[0], preload[1]), 2 * preload[Output]));
    }
}
