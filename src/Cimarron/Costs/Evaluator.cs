using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>
/// Exact latency, energy and stalls of mappings on one chip, in closed form: a loop of N iterations is a power of a max-plus matrix, so the
/// cost does not depend on how many cycles there are. One instance serves one thread; <see cref="Measure"/> allocates nothing.
/// Source of the rules: "MIREDO", ASP-DAC 2026 (arXiv 2510.26463); docs/timing-rules.md states them.
/// </summary>
public sealed class Evaluator
{
    private readonly ChipTables _chip;
    private readonly ChainAnalysis _chain;
    private readonly TimerAlgebra _timers;
    private readonly EnergyCounter _energy;

    /// <summary>An evaluator for <paramref name="chip"/>.</summary>
    public Evaluator(Chip chip)
        : this(new ChipTables(chip))
    {
    }

    /// <summary>An evaluator made of the given parts, with the usual ones in place of those left out.</summary>
    internal Evaluator(ChipTables chip, ChainAnalysis? chain = null, TimerAlgebra? timers = null, EnergyCounter? energy = null)
    {
        _chip = chip;
        _chain = chain ?? new ChainAnalysis(chip, new Nest());
        _timers = timers ?? new TimerAlgebra(chip);
        _energy = energy ?? new EnergyCounter(chip);
    }

    /// <summary>Latency and energy of a legal mapping (see <c>MappingValidator</c>); allocates nothing.</summary>
    public LatencyEnergy Measure(Mapping mapping)
    {
        _chain.Load(mapping);
        var latency = _timers.Latency(_chain);
        _energy.Count(_chain);
        var picojoules = _energy.Total + MacPicojoules(mapping);
        return new LatencyEnergy(latency, (picojoules * 1e-3) + (latency * _chip.Chip.LeakageNanojoulesPerCycle));
    }

    /// <summary>Energy alone, without leakage, in nJ; allocates nothing.</summary>
    public double MeasureDynamicEnergy(Mapping mapping)
    {
        _chain.Load(mapping);
        _energy.Count(_chain);
        return (_energy.Total + MacPicojoules(mapping)) * 1e-3;
    }

    /// <summary>The full account of a legal mapping: cycles, energy by level and operand, stalls, utilisation.</summary>
    public LayerCost Evaluate(Mapping mapping)
    {
        _chain.Load(mapping);
        _energy.Count(_chain);
        var latency = _timers.Latency(_chain);
        return new LayerCost
        {
            LatencyCycles = latency,
            MacActivations = _chain.Activations,
            CoresUsed = CoresUsed(mapping),
            MacNanojoules = MacPicojoules(mapping) * 1e-3,
            LeakageNanojoules = latency * _chip.Chip.LeakageNanojoulesPerCycle,
            Memory = MemoryEnergies(),
            Stalls = Stalls(latency),
            SpatialUtilisation = SpatialUtilisation(mapping),
            PaddingFactor = PaddingFactor(mapping),
        };
    }

    private double MacPicojoules(Mapping mapping) => _energy.MacPicojoules(_chain, CoresUsed(mapping));

    private int CoresUsed(Mapping mapping)
    {
        var cores = 1;
        foreach (var loop in mapping.Spatial)
        {
            if (_chip.Chip.Axes[loop.Axis].Kind == AxisKind.Cores)
            {
                cores *= loop.Size;
            }
        }

        return cores;
    }

    private ImmutableArray<MemoryEnergy> MemoryEnergies()
    {
        var energies = ImmutableArray.CreateBuilder<MemoryEnergy>();
        for (var level = 0; level < _chip.LevelCount; level++)
        {
            for (var operand = 0; operand < Operands.Count; operand++)
            {
                if (_chip.Chip.Levels[level].Holding((Operand)operand))
                {
                    var index = (operand * _chip.LevelCount) + level;
                    energies.Add(new MemoryEnergy(level, (Operand)operand, _energy.Read[index] * 1e-3, _energy.Write[index] * 1e-3));
                }
            }
        }

        return energies.ToImmutable();
    }

    /// <summary>Latency with ever more kinds of transfers counted; each kind is charged what it adds, so the parts sum to the latency.</summary>
    private StallBreakdown Stalls(double latency)
    {
        Span<double> totals = stackalloc double[7];
        var kinds = CycleKinds.None;
        totals[0] = _timers.Latency(_chain, kinds);
        for (var i = 1; i < totals.Length - 1; i++)
        {
            kinds |= (CycleKinds)(1 << (i - 1));
            totals[i] = _timers.Latency(_chain, kinds);
        }

        totals[6] = latency;
        return new StallBreakdown
        {
            ComputeCycles = totals[0],
            ModeSwitchCycles = totals[1] - totals[0],
            InputTransferCycles = totals[2] - totals[1],
            WeightTransferCycles = totals[3] - totals[2],
            OutputFetchCycles = totals[4] - totals[3],
            OutputWriteBackCycles = totals[5] - totals[4],
            PreloadCycles = totals[6] - totals[5],
        };
    }

    private double SpatialUtilisation(Mapping mapping)
    {
        var used = 1.0;
        foreach (var loop in mapping.Spatial)
        {
            used *= loop.Size;
        }

        var available = 1.0;
        foreach (var axis in _chip.Chip.Axes)
        {
            available *= axis.Size;
        }

        return used / available / PaddingFactor(mapping);
    }

    private static double PaddingFactor(Mapping mapping)
    {
        var covered = 1.0;
        foreach (var loop in mapping.Spatial)
        {
            covered *= loop.Size;
        }

        foreach (var loop in mapping.Temporal)
        {
            covered *= loop.Size;
        }

        return covered / mapping.Layer.Macs;
    }
}
