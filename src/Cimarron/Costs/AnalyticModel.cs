using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>
/// Latency by the closed recursion over the loops of a nest that the mixed-integer programs optimise, equations (R1)–(R5) of
/// docs/formulation.md, and energy by the exact rules. It is a model of the exact rules, not a bound on them: compare with
/// <see cref="Evaluator"/>. Transfers are rounded up to whole cycles as in timing rule 8. One instance serves one thread; measuring
/// allocates nothing. Source: "MIREDO", ASP-DAC 2026 (arXiv 2510.26463), latency model.
/// </summary>
public sealed class AnalyticModel
{
    private const int Output = (int)Operand.Output;

    private readonly ChipTables _chip;
    private readonly ChainAnalysis _chain;
    private readonly Evaluator _evaluator;
    private readonly double[] _sums = new double[Operands.Count];

    /// <summary>A model of <paramref name="chip"/>.</summary>
    public AnalyticModel(Chip chip)
    {
        _chip = new ChipTables(chip);
        _chain = new ChainAnalysis(_chip, new Nest());
        _evaluator = new Evaluator(_chip);
    }

    /// <summary>Transfers in one handing-over of a tile: outputs are fetched and written back.</summary>
    internal static int Directions(int operand) => operand == Output ? 2 : 1;

    /// <summary>Latency by the recursion and energy, leakage at that latency, of a legal mapping (see <c>MappingValidator</c>).</summary>
    public LatencyEnergy Measure(Mapping mapping)
    {
        var cycles = MeasureCycles(mapping);
        return new LatencyEnergy(cycles, _evaluator.MeasureDynamicEnergy(mapping) + (cycles * _chip.Chip.LeakageNanojoulesPerCycle));
    }

    /// <summary>Latency in cycles by the recursion, of a legal mapping.</summary>
    public double MeasureCycles(Mapping mapping)
    {
        _chain.Load(mapping);
        var time = (double)_chip.MacCycles; // A of the MAC
        var restart = 0.0; // B of the MAC
        Array.Clear(_sums);
        var loops = _chain.Nest.Loops;
        for (var loop = loops.Length - 1; loop >= 0; loop--)
        {
            Wrap(loop, loops[loop].Size, ref time, ref restart);
        }

        return Total(time, _sums, _chain.PreloadCycles);
    }

    /// <summary>Equation (R5): the first fills, the last write-back and the preloads around the recursion's A(0).</summary>
    internal static double Total(double time, ReadOnlySpan<double> sums, ReadOnlySpan<double> preloads)
    {
        var first = 0.0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            first = Math.Max(first, preloads[operand] + (sums[operand] / Directions(operand)));
        }

        return time + (sums[Output] / 2) + preloads[Output] + first;
    }

    /// <summary>Equations (R1)–(R4) for one loop.</summary>
    private void Wrap(int loop, int size, ref double time, ref double restart)
    {
        Span<double> overlapped = stackalloc double[Operands.Count];
        var exposed = 0.0;
        var hidden = 0.0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            overlapped[operand] = 0;
            for (var index = 0; index < _chain.BlockCounts[operand]; index++)
            {
                ref readonly var block = ref _chain.Blocks[operand][index];
                if (block.Fire != loop)
                {
                    continue;
                }

                var cycles = (double)Directions(operand) * block.Cycles;
                _sums[operand] += cycles;
                exposed = block.Double ? exposed : Math.Max(exposed, cycles);
                hidden = block.Double ? Math.Max(hidden, cycles) : hidden;
                overlapped[operand] = block.Double && operand != Output ? block.Cycles : 0;
            }
        }

        time += (size - 1) * Math.Max(time + restart + exposed, hidden);
        restart = 0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            restart = Math.Max(restart, _sums[operand] - overlapped[operand]);
        }
    }
}
