using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Costs;

/// <summary>The energy of an analysed mapping by counting transfers (rule 13).</summary>
internal sealed class EnergyCounter(ChipTables chip)
{
    private const int Output = (int)Operand.Output;

    /// <summary>Energy read from each level by each operand, pJ; index operand · levels + level.</summary>
    public double[] Read { get; } = new double[Operands.Count * chip.LevelCount];

    /// <summary>Energy written to each level by each operand, pJ.</summary>
    public double[] Write { get; } = new double[Operands.Count * chip.LevelCount];

    /// <summary>All traffic energy, pJ.</summary>
    public double Total { get; private set; }

    public void Count(ChainAnalysis chain, ReadOnlySpan<double> preloadBits)
    {
        Array.Clear(Read);
        Array.Clear(Write);
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            for (var index = 0; index < chain.BlockCounts[operand]; index++)
            {
                ref var block = ref chain.Blocks[operand][index];
                if (block.Fire >= 0)
                {
                    CountTransfers(chain, operand, ref block, index == 0 ? 0 : chain.Blocks[operand][index - 1].Resident);
                }
            }

            CountPreload(chain, operand, preloadBits[operand]);
        }

        Total = 0;
        for (var i = 0; i < Read.Length; i++)
        {
            Total += Read[i] + Write[i];
        }
    }

    private void CountTransfers(ChainAnalysis chain, int operand, ref TransferBlock block, long residentNext)
    {
        var firings = chain.Firings(block.Fire);
        var sourceBits = firings * block.Tile * chain.Bits(operand, block.Level) * chain.Instances(operand, block.Level);
        Add(operand, block.Level, sourceBits, operand == Output ? sourceBits : 0);
        if (block.Next >= 0)
        {
            var targetBits = firings * residentNext * chain.Bits(operand, block.Next) * chain.Instances(operand, block.Next);
            Add(operand, block.Next, operand == Output ? targetBits : 0, targetBits);
            return;
        }

        var tip = chip.Tips[operand];
        if (block.Level != tip)
        {
            // The element passes through the bypassed register, outputs in both directions.
            var bits = firings * chain.Bits(operand, tip) * chain.Instances(operand, tip) * (operand == Output ? 2 : 1);
            Add(operand, tip, bits, bits);
        }
    }

    private void CountPreload(ChainAnalysis chain, int operand, double bits)
    {
        if (bits > 0)
        {
            ref readonly var first = ref chain.Blocks[operand][chain.BlockCounts[operand] - 1];
            Add(operand, 0, bits, 0);
            Add(operand, first.Level, 0, (double)first.Resident * chain.Bits(operand, first.Level) * chain.Instances(operand, first.Level));
        }
    }

    private void Add(int operand, int level, double readBits, double writtenBits)
    {
        Read[(operand * chip.LevelCount) + level] += readBits * chip.ReadPicojoules[level];
        Write[(operand * chip.LevelCount) + level] += writtenBits * chip.WritePicojoules[level];
    }
}
