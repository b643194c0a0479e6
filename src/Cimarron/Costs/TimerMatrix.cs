namespace Cimarron.Costs;

/// <summary>
/// The max-plus matrix of an inner nest on its timers, with the operations that wrap a loop around it (rules 9–10): transfers before the
/// body act on columns, write-backs after it on rows, iterations are powers.
/// </summary>
internal sealed class TimerMatrix
{
    private readonly double[][] _buffers;
    private readonly int[] _place;
    private double[] _body;

    public TimerMatrix(int maxTimers)
    {
        Stride = MaxPlus.Stride(maxTimers);
        _buffers = [new double[Stride * Stride], new double[Stride * Stride], new double[Stride * Stride], new double[Stride * Stride]];
        _body = _buffers[0];
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
    public void Repeat(long times)
    {
        if (times > 1)
        {
            _body = Power(times, after: null);
        }
    }

    /// <summary>The largest entry, at least 0: the latest timer when all start at 0.</summary>
    public double Largest() => MaxPlus.Largest(_body, Timers, Stride);

    /// <summary>
    /// A loop that moves double-buffered outputs: body = flush ∘ later^(times−1) ∘ first, where a later iteration fetches, then writes the
    /// previous tile back, then does the inner nest, and flush writes the last tile back (rule 9b and its last line).
    /// </summary>
    public void RepeatDoubleOutput(int times, int source, int target, double fetch, double writeBack)
    {
        var first = _body;
        if (times > 1)
        {
            first = Unused(_body, _body, _body);
            MaxPlus.Copy(_body, first, Timers, Stride);
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

        Fetch(first, source, target, fetch, isDouble: true);
        _body = times > 1 ? Power(times - 1, first) : first;
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

    /// <summary>
    /// body^<paramref name="exponent"/> ∘ <paramref name="after"/>, or just the power, by repeated squaring. It stops at the first square
    /// S² that is S with λᵢ added to each row i: with D = diag(λ), S² = D·S gives Sᵐ = Dᵐ⁻¹·S by induction (Sᵐ⁺¹ = Dᵐ⁻¹·S·S = Dᵐ·S), for
    /// every m. Nests settle into such a rhythm within a few iterations.
    /// </summary>
    private double[] Power(long exponent, double[]? after)
    {
        var square = _body;
        var result = after;
        while (true)
        {
            if ((exponent & 1) != 0)
            {
                result = result is null ? square : Product(square, result, square);
            }

            exponent >>= 1;
            if (exponent == 0)
            {
                return result!;
            }

            var next = Product(square, square, result ?? square);
            if (MaxPlus.IsShifted(square, next, Timers, Stride))
            {
                // What is missing is next^exponent = square^(2·exponent) = D^(2·exponent − 1) · square, in front of the result.
                var last = result is null ? square : result == square ? next : Product(square, result, next);
                MaxPlus.Shift(square, next, (2.0 * exponent) - 1, last, Timers, Stride);
                return last;
            }

            square = next;
        }
    }

    /// <summary>left · right in a buffer that is neither of them nor <paramref name="kept"/>.</summary>
    private double[] Product(double[] left, double[] right, double[] kept)
    {
        var target = Unused(left, right, kept);
        MaxPlus.Multiply(left, right, target, Timers, Stride);
        return target;
    }

    private double[] Unused(double[] first, double[] second, double[] third)
    {
        // Four buffers, so one of them is always free.
        var index = 0;
        while (_buffers[index] == first || _buffers[index] == second || _buffers[index] == third)
        {
            index++;
        }

        return _buffers[index];
    }
}
