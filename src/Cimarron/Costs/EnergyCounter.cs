using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>The energy of an analysed mapping: transfers (rule 13) and macro activations (rule 14).</summary>
internal class EnergyCounter(ChipTables chip)
{
    private const int Output = (int)Operand.Output;

    /// <summary>Energy read from each level by each operand, pJ; index operand · levels + level.</summary>
    public double[] Read { get; } = new double[Operands.Count * chip.LevelCount];

    /// <summary>Energy written to each level by each operand, pJ.</summary>
    public double[] Write { get; } = new double[Operands.Count * chip.LevelCount];

    /// <summary>All traffic energy, pJ.</summary>
    public double Total { get; private set; }

    public void Count(ChainAnalysis chain)
    {
        Array.Clear(Read);
        Array.Clear(Write);
        Total = 0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            for (var index = 0; index < chain.BlockCounts[operand]; index++)
            {
                if (chain.Blocks[operand][index].Fire >= 0)
                {
                    CountTransfers(chain, operand, index);
                }
            }

            CountPreload(chain, operand, chain.PreloadBits[operand]);
        }
    }

    /// <summary>Rule 14 without leakage, pJ: every activation of every used core costs that of a whole macro.</summary>
    public virtual double MacPicojoules(ChainAnalysis chain, int cores) => chip.ActivationPicojoules * chain.Activations * cores;

    /// <summary>Rule 13: everything that one link moves.</summary>
    protected virtual void CountTransfers(ChainAnalysis chain, int operand, int index)
    {
        ref readonly var block = ref chain.Blocks[operand][index];
        var firings = chain.Firings(block.Fire);
        var sourceBits = firings * block.Tile * chain.Bits(operand, block.Level) * block.Instances;
        Add(operand, block.Level, sourceBits, operand == Output ? sourceBits : 0);
        if (index > 0)
        {
            ref readonly var inner = ref chain.Blocks[operand][index - 1];
            var targetBits = firings * inner.Resident * chain.Bits(operand, block.Next) * inner.Instances;
            Add(operand, block.Next, operand == Output ? targetBits : 0, targetBits);
            return;
        }

        var tip = chip.Tips[operand];
        if (block.Level != tip)
        {
            // The element passes through the bypassed register, outputs in both directions.
            var bits = firings * chain.Bits(operand, tip) * chain.TipInstances[operand] * (operand == Output ? 2 : 1);
            Add(operand, tip, bits, bits);
        }
    }

    private void CountPreload(ChainAnalysis chain, int operand, double bits)
    {
        if (bits > 0)
        {
            ref readonly var first = ref chain.Blocks[operand][chain.BlockCounts[operand] - 1];
            Add(operand, 0, bits, 0);
            Add(operand, first.Level, 0, (double)first.Resident * chain.Bits(operand, first.Level) * first.Instances);
        }
    }

    protected void Add(int operand, int level, double readBits, double writtenBits)
    {
        var read = readBits * chip.ReadPicojoules[level];
        var written = writtenBits * chip.WritePicojoules[level];
        var index = (operand * chip.LevelCount) + level;
        Read[index] += read;
        Write[index] += written;
        Total += read + written;
    }
}
