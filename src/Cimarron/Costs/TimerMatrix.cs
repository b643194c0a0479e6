namespace Cimarron.Costs;

/// <summary>
/// The max-plus matrix of an inner nest on its timers, with the operations that wrap a loop around it (rules 9–10): transfers before the
/// body act on columns, write-backs after it on rows, iterations are powers.
/// </summary>
internal sealed class TimerMatrix
{
    private double[] _body;
    private double[] _result;
    private double[] _spare;
    private readonly int[] _place;

    public TimerMatrix(int maxTimers)
    {
        Stride = MaxPlus.Stride(maxTimers);
        _body = new double[Stride * Stride];
        _result = new double[Stride * Stride];
        _spare = new double[Stride * Stride];
        _place = new int[Stride];
    }

    /// <summary>Distance of rows in <see cref="Values"/>.</summary>
    public int Stride { get; }

    public int Timers { get; private set; }

    public double[] Values => _body;

    /// <summary>The MAC (rule 10) on the first timers, one per operand: each becomes the maximum of all plus the activation; further timers stay.</summary>
    public void StartMac(int operands, double macCycles)
    {
        Timers = 0;
        for (var operand = 0; operand < operands; operand++)
        {
            AddTimer();
        }

        for (var row = 0; row < operands; row++)
        {
            Array.Fill(_body, macCycles, row * Stride, operands);
        }
    }

    /// <summary>A timer the inner nest does not touch: one more row and column with 0 on the diagonal.</summary>
    public int AddTimer()
    {
        var timer = Timers++;
        var width = MaxPlus.Stride(Timers);
        if (timer == width - 4)
        {
            for (var row = 0; row < timer; row++)
            {
                Array.Fill(_body, MaxPlus.None, (row * Stride) + timer, 4);
            }
        }

        Array.Fill(_body, MaxPlus.None, timer * Stride, width);
        _body[(timer * Stride) + timer] = 0;
        return timer;
    }

    /// <summary>Loads a packed matrix and adds an untouched timer after each of the given positions (a packed timer count), if not negative.</summary>
    public void Load(ReadOnlySpan<double> packed, int timers, int first, int second, int third)
    {
        var count = 0;
        for (var timer = 0; timer <= timers; timer++)
        {
            count += timer == first ? 1 : 0;
            count += timer == second ? 1 : 0;
            count += timer == third ? 1 : 0;
            if (timer < timers)
            {
                _place[timer] = count++;
            }
        }

        Timers = count;
        var width = MaxPlus.Stride(count);
        for (var row = 0; row < count; row++)
        {
            Array.Fill(_body, MaxPlus.None, row * Stride, width);
            _body[(row * Stride) + row] = 0;
        }

        for (var row = 0; row < timers; row++)
        {
            var target = _place[row] * Stride;
            _body[target + _place[row]] = MaxPlus.None;
            for (var column = 0; column < timers; column++)
            {
                _body[target + _place[column]] = packed[(row * timers) + column];
            }
        }
    }

    /// <summary>Stores the matrix without padding, Timers² values.</summary>
    public void Store(Span<double> packed)
    {
        for (var row = 0; row < Timers; row++)
        {
            _body.AsSpan(row * Stride, Timers).CopyTo(packed[(row * Timers)..]);
        }
    }

    /// <summary>body = body ∘ fetch (rule 9a), which only touches two columns.</summary>
    public void Fetch(int source, int target, double cycles, bool isDouble) => Fetch(_body, source, target, cycles, isDouble);

    /// <summary>Adds cycles to a timer after the body (rule 9d for timers that share a row).</summary>
    public void Delay(int timer, double cycles)
    {
        if (cycles > 0)
        {
            for (var column = 0; column < Timers; column++)
            {
                _body[(timer * Stride) + column] += cycles;
            }
        }
    }

    /// <summary>body = body^<paramref name="times"/>, times ≥ 1.</summary>
    public void Repeat(int times) => Power(times, resultReady: false);

    /// <summary>
    /// A loop that moves double-buffered outputs: body = flush ∘ later^(times−1) ∘ first, where a later iteration fetches, then writes the
    /// previous tile back, then does the inner nest, and flush writes the last tile back (rule 9b and its last line).
    /// </summary>
    public void RepeatDoubleOutput(int times, int source, int target, double fetch, double writeBack)
    {
        _body.AsSpan(0, Timers * Stride).CopyTo(_result);
        Fetch(_result, source, target, fetch, isDouble: true);
        if (times > 1)
        {
            for (var row = 0; row < Timers; row++)
            {
                ref var from = ref _body[(row * Stride) + source];
                ref var to = ref _body[(row * Stride) + target];
                from += writeBack;
                to = Math.Max(to, from);
            }

            // A later body's columns: the write-back sits between the fetch and the inner nest.
            Fetch(_body, source, target, fetch, isDouble: true);
        }

        Power(times - 1, resultReady: true);
        for (var column = 0; column < Timers; column++)
        {
            ref var from = ref _body[(source * Stride) + column];
            from = Math.Max(from, _body[(target * Stride) + column]) + writeBack;
        }
    }

    private void Fetch(double[] matrix, int source, int target, double cycles, bool isDouble)
    {
        if (source == target)
        {
            if (cycles > 0)
            {
                for (var row = 0; row < Timers; row++)
                {
                    matrix[(row * Stride) + source] += cycles;
                }
            }

            return;
        }

        for (var row = 0; row < Timers; row++)
        {
            ref var from = ref matrix[(row * Stride) + source];
            ref var to = ref matrix[(row * Stride) + target];
            from = Math.Max(from, to) + cycles;
            if (!isDouble)
            {
                to = from;
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
                    MaxPlus.Multiply(_body, _result, _spare, Timers, Stride);
                    (_result, _spare) = (_spare, _result);
                }
                else
                {
                    _body.AsSpan(0, Timers * Stride).CopyTo(_result);
                    resultReady = true;
                }
            }

            if (exponent > 1)
            {
                MaxPlus.Multiply(_body, _body, _spare, Timers, Stride);
                (_body, _spare) = (_spare, _body);
            }
        }

        (_body, _result) = (_result, _body);
    }
}
