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
    private readonly double[] _preloadBits = new double[Operands.Count];
    private readonly double[] _preloadCycles = new double[Operands.Count];

    /// <summary>An evaluator for <paramref name="chip"/>.</summary>
    public Evaluator(Chip chip)
    {
        _chip = new ChipTables(chip);
        _chain = new ChainAnalysis(_chip);
        _timers = new TimerAlgebra(_chip);
        _energy = new EnergyCounter(_chip);
    }

    /// <summary>Latency and energy of a legal mapping (see <c>MappingValidator</c>); allocates nothing.</summary>
    public LatencyEnergy Measure(Mapping mapping)
    {
        Analyse(mapping);
        var latency = _timers.Latency(_chain, _preloadCycles);
        _energy.Count(_chain, _preloadBits);
        var picojoules = _energy.Total + MacPicojoules(mapping);
        return new LatencyEnergy(latency, (picojoules * 1e-3) + (latency * _chip.Chip.LeakageNanojoulesPerCycle));
    }

    /// <summary>Energy alone, without leakage, in nJ; allocates nothing.</summary>
    public double MeasureDynamicEnergy(Mapping mapping)
    {
        Analyse(mapping);
        _energy.Count(_chain, _preloadBits);
        return (_energy.Total + MacPicojoules(mapping)) * 1e-3;
    }

    /// <summary>The full account of a legal mapping: cycles, energy by level and operand, stalls, utilisation.</summary>
    public LayerCost Evaluate(Mapping mapping)
    {
        Analyse(mapping);
        _energy.Count(_chain, _preloadBits);
        var latency = _timers.Latency(_chain, _preloadCycles);
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

    private void Analyse(Mapping mapping)
    {
        _chain.Load(mapping);
        var footprint = new Footprint(mapping.Layer);
        Span<int> bounds = stackalloc int[Operands.DimCount];
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            bounds[dim] = mapping.Layer[(Dim)dim];
        }

        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var preloaded = _chain.Blocks[operand][_chain.BlockCounts[operand] - 1].Level != 0;
            _preloadBits[operand] = preloaded ? (double)footprint.Elements(operand, bounds) * _chain.Bits(operand, 0) : 0;
            _preloadCycles[operand] = _preloadBits[operand] / _chip.PortBits[0];
        }
    }

    private double MacPicojoules(Mapping mapping) => _chip.ActivationPicojoules * _chain.Activations * CoresUsed(mapping);

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
        totals[0] = _timers.Latency(_chain, _preloadCycles, kinds);
        for (var i = 1; i < totals.Length - 1; i++)
        {
            kinds |= (CycleKinds)(1 << (i - 1));
            totals[i] = _timers.Latency(_chain, _preloadCycles, kinds);
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
