using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>
/// The latency of an analysed mapping (rules 9–12), from the inside out: the max-plus matrix of the inner nest is wrapped loop by loop.
/// Timers that always agree share one row: an input's or weight's MAC timer with its last level unless that is double buffered, and both
/// ends of every single-buffered output link (they agree after each write-back, and before the next fetch only their maximum counts).
/// </summary>
internal sealed class TimerAlgebra
{
    private const int Output = (int)Operand.Output;

    private readonly ChipTables _chip;
    private readonly int _stride;
    private readonly int[] _block = new int[Operands.Count];
    private readonly int[] _source = new int[Operands.Count];
    private readonly int[] _target = new int[Operands.Count];
    private double[] _body;
    private double[] _power;
    private double[] _result;
    private double[] _spare;
    private int _timers;

    public TimerAlgebra(ChipTables chip)
    {
        _chip = chip;
        _stride = MaxPlus.Stride(Operands.Count * (chip.LevelCount + 1));
        _body = new double[_stride * _stride];
        _power = new double[_stride * _stride];
        _result = new double[_stride * _stride];
        _spare = new double[_stride * _stride];
    }

    /// <summary>
    /// Latency of the mapping in <paramref name="chain"/>; <paramref name="preload"/> holds the cycles each operand's preload takes, 0 for
    /// none. Only transfers of the given kinds take time.
    /// </summary>
    public double Latency(ChainAnalysis chain, double[] preload, CycleKinds kinds = CycleKinds.All)
    {
        Start();
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

    /// <summary>The MAC (rule 10): every MAC timer becomes the maximum of all plus the activation.</summary>
    private void Start()
    {
        _timers = 0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            _block[operand] = -1;
            _source[operand] = AddTimer();
        }

        for (var row = 0; row < Operands.Count; row++)
        {
            Array.Fill(_body, _chip.MacCycles, row * _stride, Operands.Count);
        }
    }

    /// <summary>A timer the inner nest does not touch: one more row and column with 0 on the diagonal.</summary>
    private int AddTimer()
    {
        var timer = _timers++;
        var width = MaxPlus.Stride(_timers);
        if (timer == width - 4)
        {
            for (var row = 0; row < timer; row++)
            {
                Array.Fill(_body, MaxPlus.None, (row * _stride) + timer, 4);
            }
        }

        Array.Fill(_body, MaxPlus.None, timer * _stride, width);
        _body[(timer * _stride) + timer] = 0;
        return timer;
    }

    private void EnterBlock(ChainAnalysis chain, int operand)
    {
        var index = ++_block[operand];
        _target[operand] = _source[operand];
        ref readonly var block = ref chain.Blocks[operand][index];
        var shared = operand == Output ? !block.Double : block.Next < 0 && !chain.LastDouble[operand];
        if (!shared)
        {
            _source[operand] = AddTimer();
        }
    }

    private void Wrap(ChainAnalysis chain, int loop, CycleKinds kinds)
    {
        for (var operand = 0; operand < Output; operand++)
        {
            ref var block = ref chain.Blocks[operand][_block[operand]];
            var cycles = block.Fire == loop && Counts(operand, ref block, kinds) ? block.Cycles : 0;
            Fetch(_body, _source[operand], _target[operand], cycles, block.Double);
        }

        ref readonly var output = ref chain.Blocks[Output][_block[Output]];
        var fires = output.Fire == loop && output.Cycles > 0;
        var fetch = fires && kinds.HasFlag(CycleKinds.OutputFetch) ? output.Cycles : 0;
        var writeBack = fires && kinds.HasFlag(CycleKinds.OutputWriteBack) ? output.Cycles : 0;
        var size = chain.Nest.Sizes[loop];
        if (output.Double && fires)
        {
            WrapDoubleOutput(size, fetch, writeBack);
            return;
        }

        Fetch(_body, _source[Output], _target[Output], fetch, output.Double);
        if (!output.Double)
        {
            DelayRow(_source[Output], writeBack);
        }

        Power(size, resultReady: false);
    }

    /// <summary>
    /// body = flush ∘ later^(size−1) ∘ first, where a later iteration fetches, then writes the previous tile back, then does the inner
    /// nest, and flush writes the last tile back (rule 9b and its last line).
    /// </summary>
    private void WrapDoubleOutput(int size, double fetch, double writeBack)
    {
        var source = _source[Output];
        var target = _target[Output];
        _body.AsSpan(0, _timers * _stride).CopyTo(_result);
        Fetch(_result, source, target, fetch, isDouble: true);
        for (var row = 0; row < _timers; row++)
        {
            ref var from = ref _body[(row * _stride) + source];
            ref var to = ref _body[(row * _stride) + target];
            from += writeBack;
            to = Math.Max(to, from);
        }

        // A later body's columns: the write-back sits between the fetch and the inner nest.
        Fetch(_body, source, target, fetch, isDouble: true);
        Power(size - 1, resultReady: true);
        for (var column = 0; column < _timers; column++)
        {
            ref var from = ref _body[(source * _stride) + column];
            from = Math.Max(from, _body[(target * _stride) + column]) + writeBack;
        }
    }

    private bool Counts(int operand, ref TransferBlock block, CycleKinds kinds)
    {
        if (operand == (int)Operand.Input)
        {
            return kinds.HasFlag(CycleKinds.Input);
        }

        var stopsMacro = block.Next >= 0 && !block.Double && _chip.Chip.Levels[block.Next].Kind == MemoryKind.Macro;
        return kinds.HasFlag(stopsMacro ? CycleKinds.ModeSwitch : CycleKinds.Weight);
    }

    /// <summary>matrix = matrix ∘ fetch (rule 9a), which only touches two columns.</summary>
    private void Fetch(double[] matrix, int source, int target, double cycles, bool isDouble)
    {
        for (var row = 0; row < _timers; row++)
        {
            ref var from = ref matrix[(row * _stride) + source];
            ref var to = ref matrix[(row * _stride) + target];
            from = Math.Max(from, to) + cycles;
            if (!isDouble)
            {
                to = from;
            }
        }
    }

    private void DelayRow(int row, double cycles)
    {
        if (cycles > 0)
        {
            for (var column = 0; column < _timers; column++)
            {
                _body[(row * _stride) + column] += cycles;
            }
        }
    }

    /// <summary>body = body^<paramref name="exponent"/> ∘ result, by repeated squaring; without a result ready, just the power.</summary>
    private void Power(int exponent, bool resultReady)
    {
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                if (resultReady)
                {
                    MaxPlus.Multiply(_body, _result, _spare, _timers, _stride);
                    (_result, _spare) = (_spare, _result);
                }
                else
                {
                    _body.AsSpan(0, _timers * _stride).CopyTo(_result);
                    resultReady = true;
                }
            }

            if (exponent > 1)
            {
                MaxPlus.Multiply(_body, _body, _spare, _timers, _stride);
                (_body, _spare) = (_spare, _body);
            }
        }

        (_body, _result) = (_result, _body);
    }

    private double Finish(double[] preload, bool counted)
    {
        var latency = 0.0;
        for (var row = 0; row < _timers; row++)
        {
            var time = 0.0;
            for (var column = 0; column < _timers; column++)
            {
                time = Math.Max(time, _body[(row * _stride) + column] + (counted ? PreloadOf(preload, column) : 0));
            }

            latency = Math.Max(latency, counted && row == _source[Output] ? time + preload[Output] : time);
        }

        if (counted)
        {
            latency = Math.Max(latency, Math.Max(Math.Max(preload[0], preload[1]), 2 * preload[Output]));
        }

        return latency;
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
