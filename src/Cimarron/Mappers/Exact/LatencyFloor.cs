using Cimarron.Costs;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>Latency that no mapping of a scheme can avoid, whatever its loops.</summary>
internal sealed class LatencyFloor
{
    private const int Output = (int)Operand.Output;

    private readonly double _weightLoad;
    private readonly double[][] _dramTile = new double[Operands.Count][];
    private readonly double[] _dramCycles = new double[Operands.Count];
    private readonly int _macro;

    public LatencyFloor(ChipTables chip, SchemeTables tables)
    {
        Cycles = tables.ComputeCycles;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            // Every element crosses the DRAM port once, outputs both ways. With dilation the tiles of an input can miss elements.
            if (operand != (int)Operand.Input || tables.Layer is { DilationHeight: 1, DilationWidth: 1 })
            {
                _dramCycles[operand] = tables.PreloadCycles(operand);
                Cycles = Math.Max(Cycles, _dramCycles[operand] * (operand == Output ? 2 : 1));
            }
        }

        for (var operand = 0; operand < Operands.Count; operand++)
        {
            var whole = Math.Floor(tables.PreloadCycles(operand));
            _dramTile[operand] = [.. Enumerable.Range(0, tables.Lattice.Count).Select(t => Math.Min(whole, tables.Cycles(operand, 0, 1, t, partial: false)))];
        }

        _macro = chip.Tips[(int)Operand.Weight];
        if (!chip.MayDoubleBuffer[_macro])
        {
            const int Weight = (int)Operand.Weight;
            var last = tables.Lattice.Count - 1;
            _weightLoad = tables.PreloadCycles(Weight);
            foreach (var level in chip.LevelsOf[Weight].Where(l => l != _macro))
            {
                _weightLoad = Math.Min(_weightLoad, tables.ResidentBits(Weight, level, last, partial: false) / (double)chip.PortBits[level]);
            }
        }
    }

    /// <summary>Compute bound and DRAM rooflines.</summary>
    public double Cycles { get; }

    /// <summary>
    /// Cycles before the first run of a nest over a tile in which an operand reaches its outermost level so far: the tile crosses the DRAM port.
    /// Outputs do (rules ask for them before they were ever written) and return after the last run.
    /// </summary>
    public double Crossing(int operand, OperandState state, int tile) => state.Level == 0 ? 0 : _dramTile[operand][tile];

    /// <summary>
    /// Cycles before the last part of an input or weight has left DRAM, when that is still to happen; a run of the inner nest comes after it.
    /// </summary>
    public double Arrival(int operand, OperandState state) => state.Level == 0 ? 0 : _dramCycles[operand];

    /// <summary>Cycles the MAC will still wait for weights to enter a macro that cannot be written meanwhile.</summary>
    public double WeightLoad(OperandState weight) => weight.IsLast && weight.Level == _macro ? _weightLoad : 0;
}
