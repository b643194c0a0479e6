namespace Cimarron.Mappers.Exact;

/// <summary>
/// Searches all schemes of a layer under a rising ceiling: partial mappings whose bound lies above it are put off until the next round.
/// Labels far above the optimum are never made, without an incumbent being needed first, and after each round the ceiling is a proven
/// bound. The course does not depend on the number of threads: schemes are searched in fixed pairs.
/// </summary>
internal sealed class Deepening
{
    private const int Batch = 2;
    private const int FewLabels = 3_000;
    private const int ManyLabels = 30_000;

    /// <summary>Relative gap that is closed in one round.</summary>
    private const double SmallGap = 0.01;

    /// <summary>Labels after which a layer counts as hard and more schemes are looked at by beams.</summary>
    private const int HardLabels = 60_000;
    private const int BeamSchemes = 24;

    /// <summary>Schemes tried for a first mapping; where conditions leave few mappings, finding one is the work of the search proper.</summary>
    private const int FirstSchemes = 100;
    private const int BeamWidth = 256;

    /// <summary>Labels a beam may keep, roughly: a wide beam on small lattices, a narrow one on large ones.</summary>
    private const int BeamLabels = 8_000;

    private readonly LayerTables _layer;
    private readonly MapperOptions _options;
    private readonly SearchGoal _goal;
    private readonly Func<bool> _stop;
    private List<OpenScheme> _open;
    private readonly List<OpenScheme> _putOff = [];
    private readonly Dictionary<Scheme, double> _bounds = new(ReferenceEqualityComparer.Instance);
    private long _mostLabels = long.MaxValue;
    private bool _hasBeamed;
    private int _done;

    public Deepening(LayerTables layer, MapperOptions options, SearchGoal goal, IReadOnlyList<Scheme> schemes, Func<bool> stop)
    {
        _layer = layer;
        _options = options;
        _goal = goal;
        _stop = stop;
        _hasBeamed = !options.UseBeams;
        Incumbent = new Incumbent(goal, layer.Chip.Costs.Chip.LeakageNanojoulesPerCycle);
        var floor = layer.Floor;
        _open = [.. schemes.Where(s => floor.Cycles(s) <= goal.LatencyCap).Select(s => new OpenScheme(s, Incumbent.Value(floor.Cycles(s), floor.Nanojoules(s))))];
        Order();
        foreach (var open in _open)
        {
            _bounds[open.Scheme] = open.Bound;
        }
    }

    public Incumbent Incumbent { get; }

    /// <summary>Labels made so far.</summary>
    public long Labels { get; private set; }

    /// <summary>Nothing better than this exists.</summary>
    public double LowerBound
    {
        get
        {
            var bound = Incumbent.Primary;
            foreach (var scheme in _putOff)
            {
                bound = Math.Min(bound, scheme.Bound);
            }

            for (var i = _done; i < _open.Count; i++)
            {
                bound = Math.Min(bound, _open[i].Bound);
            }

            return bound;
        }
    }

    /// <summary>
    /// The schemes that may hold a mapping as good as the best, in the order of enumeration; valid after a complete run. A scheme that was searched
    /// holds nothing below what was put off, cut or found in it the last time.
    /// </summary>
    public IReadOnlyList<Scheme> Contenders => [.. _layer.Schemes.Where(s => _bounds.GetValueOrDefault(s, double.PositiveInfinity) <= Incumbent.Primary * (1 + Incumbent.Tolerance))];

    /// <summary>A quick look with a narrow beam, until one of the most promising schemes has given a mapping.</summary>
    public void FindFirst()
    {
        foreach (var open in _open.Take(FirstSchemes))
        {
            if (!double.IsPositiveInfinity(Incumbent.Primary) || _stop())
            {
                return;
            }

            var tiles = _layer.CostsOf(open.Scheme, _goal.IgnoresEnergy).Tables.Lattice.Count;
            Search(open.Scheme, Incumbent, Math.Clamp(BeamLabels / tiles, 8, 64));
        }
    }

    /// <summary>A look at the most promising schemes with a wider beam, once: near the optimum a good incumbent saves most of the labels.</summary>
    public void Beam()
    {
        if (_hasBeamed)
        {
            return;
        }

        _hasBeamed = true;
        foreach (var pair in _open.Take(BeamSchemes).Chunk(Batch))
        {
            var incumbents = pair.Select(_ => Incumbent.Under(double.PositiveInfinity)).ToArray();
            Parallel.For(0, pair.Length, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads }, i => Search(pair[i].Scheme, incumbents[i], BeamWidth));
            Array.ForEach(incumbents, Incumbent.Merge);
        }
    }

    /// <summary>
    /// Searches until the best mapping is proven, first below <paramref name="ceiling"/>; false when stopped before, or
    /// after about <paramref name="mostLabels"/>.
    /// </summary>
    public bool Run(double ceiling = 0, long mostLabels = long.MaxValue)
    {
        _mostLabels = mostLabels;
        while (_open.Count > 0 && !IsSettled(_open[0]))
        {
            if (Labels > HardLabels)
            {
                Beam();
            }

            ceiling = Math.Max(ceiling, _open[0].Bound * (1 + 1e-9));
            var before = Labels;
            if (!Round(ceiling))
            {
                if (Labels > mostLabels || _stop())
                {
                    return false;
                }

                // The round broke off to let beams find a better incumbent.
                continue;
            }

            var made = Labels - before;
            ceiling = Raised(ceiling, made);
        }

        _open.Clear();
        return true;
    }

    /// <summary>
    /// The next ceiling: further up the fewer labels there were, but only half of the way to the best mapping, near which labels are
    /// plentiful; so the bound is good even if the last round is never finished.
    /// </summary>
    private double Raised(double ceiling, long made)
    {
        ceiling *= made < FewLabels ? 1.2 : made < ManyLabels ? 1.1 : 1.05;
        if (_open.Count > 0 && Incumbent.Primary - _open[0].Bound > SmallGap * Incumbent.Primary)
        {
            ceiling = Math.Min(ceiling, (_open[0].Bound + Incumbent.Primary) / 2);
        }

        return ceiling;
    }

    private bool Round(double ceiling)
    {
        _done = 0;
        var complete = true;
        while (complete && _done < _open.Count)
        {
            var batch = _open.Skip(_done).TakeWhile(s => s.Bound <= ceiling && !IsSettled(s)).Take(Batch).ToArray();
            if (batch.Length == 0)
            {
                break;
            }

            complete = SearchBatch(batch, ceiling);
        }

        _open = [.. _putOff, .. _open.Skip(_done)];
        _putOff.Clear();
        _done = 0;
        Order();
        return complete;
    }

    private bool SearchBatch(OpenScheme[] batch, double ceiling)
    {
        var incumbents = batch.Select(_ => Incumbent.Under(ceiling)).ToArray();
        var leastOpen = new double[batch.Length];
        var labelsLeft = (_hasBeamed ? _mostLabels : Math.Min(_mostLabels, HardLabels)) - Labels;
        Parallel.For(0, batch.Length, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads }, i => leastOpen[i] = Search(batch[i].Scheme, incumbents[i], int.MaxValue, labelsLeft));
        var complete = true;
        for (var i = 0; i < batch.Length; i++)
        {
            Incumbent.Merge(incumbents[i]);
            complete &= double.IsPositiveInfinity(leastOpen[i]);
            var least = Math.Min(leastOpen[i], incumbents[i].LeastPutOff);
            _bounds[batch[i].Scheme] = Math.Min(least, incumbents[i].LeastCut);
            if (!double.IsPositiveInfinity(least))
            {
                _putOff.Add(batch[i] with { Bound = Math.Max(batch[i].Bound, least) });
            }
        }

        _done += batch.Length;
        return complete;
    }

    /// <summary>The least bound that was left open when the search was stopped, +∞ when it was complete.</summary>
    private double Search(Scheme scheme, Incumbent incumbent, int beamWidth, long mostLabels = long.MaxValue)
    {
        var costs = _layer.CostsOf(scheme, _goal.IgnoresEnergy);
        var search = new SchemeSearch(_layer.Chip, costs.Tables, _options.Profile, _goal, incumbent, costs.Bound);
        search.Run(beamWidth, () => search.Labels > mostLabels || _stop());
        lock (_putOff)
        {
            Labels += search.Labels;
        }

        return search.LeastOpen;
    }

    private bool IsSettled(OpenScheme scheme) => scheme.Bound > Incumbent.Primary * (1 + Incumbent.Tolerance)
        || (!_goal.BreaksTies && scheme.Bound >= Incumbent.Primary);

    /// <summary>By bound; the sort is stable, so equal bounds keep the order of enumeration.</summary>
    private void Order() => _open = [.. _open.OrderBy(s => s.Bound)];
}
