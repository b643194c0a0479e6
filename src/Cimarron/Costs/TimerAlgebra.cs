using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>
/// The latency of an analysed mapping (rules 9–12), from the inside out: the max-plus matrix of the inner nest is wrapped loop by loop.
/// Timers that always agree share one row: an input's or weight's MAC timer with its last level unless that is double buffered, and both
/// ends of every single-buffered output link (they agree after each write-back, and before the next fetch only their maximum counts).
/// </summary>
internal sealed class TimerAlgebra(ChipTables chip)
{
    private const int Output = (int)Operand.Output;

    private readonly TimerMatrix _matrix = new(Operands.Count * (chip.LevelCount + 1));
    private readonly int[] _block = new int[Operands.Count];
    private readonly int[] _source = new int[Operands.Count];
    private readonly int[] _target = new int[Operands.Count];

    /// <summary>
    /// Latency of the mapping in <paramref name="chain"/>; <paramref name="preload"/> holds the cycles each operand's preload takes, 0 for
    /// none. Only transfers of the given kinds take time.
    /// </summary>
    public double Latency(ChainAnalysis chain, double[] preload, CycleKinds kinds = CycleKinds.All)
    {
        _matrix.StartMac(Operands.Count, chip.MacCycles);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            _block[operand] = -1;
            _source[operand] = operand;
        }

        for (var loop = chain.Nest.Count - 1; loop >= 0; loop--)
        {
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                var block = _block[operand];
                if (block < 0 || chain.Blocks[operand][block].Start > loop)
                {
                    EnterBlock(chain, operand);
                }
            }

            Wrap(chain, loop, kinds);
        }

        return Finish(preload, kinds.HasFlag(CycleKinds.Preload));
    }

    private void EnterBlock(ChainAnalysis chain, int operand)
    {
        var index = ++_block[operand];
        _target[operand] = _source[operand];
        ref var block = ref chain.Blocks[operand][index];
        var shared = operand == Output ? !block.Double : block.Next < 0 && !chain.LastDouble[operand];
        if (!shared)
        {
            _source[operand] = _matrix.AddTimer();
        }
    }

    private void Wrap(ChainAnalysis chain, int loop, CycleKinds kinds)
    {
        for (var operand = 0; operand < Output; operand++)
        {
            ref var block = ref chain.Blocks[operand][_block[operand]];
            var cycles = block.Fire == loop && Counts(operand, ref block, kinds) ? block.Cycles : 0;
            _matrix.Fetch(_source[operand], _target[operand], cycles, block.Double);
        }

        ref var output = ref chain.Blocks[Output][_block[Output]];
        var fires = output.Fire == loop && output.Cycles > 0;
        var fetch = fires && kinds.HasFlag(CycleKinds.OutputFetch) ? output.Cycles : 0;
        var writeBack = fires && kinds.HasFlag(CycleKinds.OutputWriteBack) ? output.Cycles : 0;
        var size = chain.Nest.Sizes[loop];
        if (output.Double && fires)
        {
            _matrix.RepeatDoubleOutput(size, _source[Output], _target[Output], fetch, writeBack);
            return;
        }

        _matrix.Fetch(_source[Output], _target[Output], fetch, output.Double);
        if (!output.Double)
        {
            _matrix.Delay(_source[Output], writeBack);
        }

        _matrix.Repeat(size);
    }

    private bool Counts(int operand, ref TransferBlock block, CycleKinds kinds)
    {
        if (operand == (int)Operand.Input)
        {
            return kinds.HasFlag(CycleKinds.Input);
        }

        var stopsMacro = block.Next >= 0 && !block.Double && chip.Chip.Levels[block.Next].Kind == MemoryKind.Macro;
        return kinds.HasFlag(stopsMacro ? CycleKinds.ModeSwitch : CycleKinds.Weight);
    }

    private double Finish(double[] preload, bool counted)
    {
        var latency = 0.0;
        for (var row = 0; row < _matrix.Timers; row++)
        {
            var time = 0.0;
            for (var column = 0; column < _matrix.Timers; column++)
            {
                time = Math.Max(time, _matrix.Values[(row * _matrix.Stride) + column] + (counted ? PreloadOf(preload, column) : 0));
            }

            latency = Math.Max(latency, counted && row == _source[Output] ? time + preload[Output] : time);
        }

        return counted ? Math.Max(latency, Math.Max(Math.Max(preload[0], preload[1]), 2 * preload[Output])) : latency;
    }

    private double PreloadOf(double[] preload, int timer)
    {
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            if (_source[operand] == timer)
            {
                return preload[operand];
            }
        }

        return 0;
    }
}
