using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;
using Footprint = Cimarron.Costs.Footprint;

namespace Cimarron.Tests.Costs;

/// <summary>The parts of an evaluator, each with one timing rule broken on purpose.</summary>
internal static class BrokenRules
{
    private const int Output = (int)Operand.Output;

    /// <summary>An evaluator that breaks the given rule.</summary>
    public static Evaluator Evaluator(int rule, ChipTables chip) => rule switch
    {
        1 => new(chip, new FeedsUnusedLevels(chip)),
        2 => new(chip, new ChainAnalysis(chip, new SumsOneLevelLater())),
        3 => new(chip, new ChainAnalysis(chip, new NoAnchors())),
        4 => new(chip, new TilesWithoutHalo(chip)),
        5 => new(chip, new KeepsOnlyATile(chip)),
        7 => new(chip, new FiresOnTheInnermostLoop(chip)),
        8 => new(chip, new TransfersRoundedDown(chip)),
        9 => new(chip, timers: new NothingOverlaps(chip)),
        10 => new(chip, timers: new MacRoundedDown(chip)),
        11 => new(chip, new NoPreload(chip)),
        12 => new(chip, timers: new OnlyTheFirstTimer(chip)),
        13 => new(chip, energy: new OutputsMoveOneWay(chip)),
        14 => new(chip, energy: new OnlyOneCore(chip)),
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private sealed class FeedsUnusedLevels(ChipTables chip) : ChainAnalysis(chip, new Nest())
    {
        private readonly ChipTables tables = chip;

        protected override int NextLevel(int operand, int level, int nextUsed) => tables.LevelsOf[operand].First(held => held > level);
    }

    private sealed class SumsOneLevelLater : Nest
    {
        protected override int FindFirstPartialSumLevel(ReadOnlySpan<TemporalLoop> given) =>
            base.FindFirstPartialSumLevel(given) is var level && level < int.MaxValue ? level + 1 : level;
    }

    private sealed class NoAnchors : Nest
    {
        protected override void InsertAnchors(int operand)
        {
            // Nothing is what is broken.
        }
    }

    private sealed class TilesWithoutHalo(ChipTables chip) : ChainAnalysis(chip, new Nest())
    {
        protected override long Elements(int operand, in Footprint footprint, ReadOnlySpan<int> extents) => operand == (int)Operand.Input
            ? (long)extents[(int)Dim.P] * extents[(int)Dim.Q] * extents[(int)Dim.C] * extents[(int)Dim.G]
            : base.Elements(operand, footprint, extents);
    }

    private sealed class KeepsOnlyATile(ChipTables chip) : ChainAnalysis(chip, new Nest())
    {
        protected override void Size(int operand, ref TransferBlock block, Span<int> extents, in Footprint footprint)
        {
            base.Size(operand, ref block, extents, footprint);
            block.Resident = block.Tile;
        }
    }

    private sealed class FiresOnTheInnermostLoop(ChipTables chip) : ChainAnalysis(chip, new Nest())
    {
        protected override int FiringLoop(int operand, ref TransferBlock block) => base.FiringLoop(operand, ref block) < 0 ? -1 : block.End;
    }

    private sealed class TransfersRoundedDown(ChipTables chip) : ChainAnalysis(chip, new Nest())
    {
        private readonly ChipTables tables = chip;

        protected override long TransferCycles(int operand, ref TransferBlock block) =>
            base.TransferCycles(operand, ref block) - (block.Tile * Bits(operand, block.Level) % tables.PortBits[block.Level] == 0 ? 0 : 1);
    }

    private sealed class NothingOverlaps(ChipTables chip) : TimerAlgebra(chip)
    {
        protected override bool Overlaps(ref TransferBlock block) => false;
    }

    private sealed class MacRoundedDown(ChipTables chip) : TimerAlgebra(chip)
    {
        private readonly ChipTables tables = chip;

        protected override int MacCycles => tables.Chip.Precision.Input / tables.Chip.Macro.InputBitsPerCycle;
    }

    private sealed class NoPreload(ChipTables chip) : ChainAnalysis(chip, new Nest())
    {
        protected override void Preload(int operand, Layer layer, in Footprint footprint)
        {
            PreloadBits[operand] = 0;
            PreloadCycles[operand] = 0;
        }
    }

    private sealed class OnlyTheFirstTimer(ChipTables chip) : TimerAlgebra(chip)
    {
        protected override double LatestTimer(TimerMatrix matrix) => matrix.Values.Take(matrix.Timers).Max();
    }

    private sealed class OutputsMoveOneWay(ChipTables chip) : EnergyCounter(chip)
    {
        protected override void CountTransfers(ChainAnalysis chain, int operand, int index)
        {
            base.CountTransfers(chain, operand, index);
            ref var block = ref chain.Blocks[operand][index];
            if (operand == Output)
            {
                Add(operand, block.Level, 0, -chain.Firings(block.Fire) * block.Tile * chain.Bits(operand, block.Level) * block.Instances);
            }
        }
    }

    private sealed class OnlyOneCore(ChipTables chip) : EnergyCounter(chip)
    {
        public override double MacPicojoules(ChainAnalysis chain, int cores) => base.MacPicojoules(chain, cores: 1);
    }
}
