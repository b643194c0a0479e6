using System.Collections.Immutable;
using System.Numerics;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>Rules 13 and 14: energy from the events the walk counted.</summary>
internal sealed class EnergyCount
{
    private const double NanojoulesPerPicojoule = 1e-3;

    private readonly Chip chip;
    private readonly WalkedNest nest;

    // Picojoules of all instances, indexed level, operand.
    private readonly double[,] read;
    private readonly double[,] write;

    public EnergyCount(Chip chip, WalkedNest nest, IReadOnlyList<long> iterations)
    {
        this.chip = chip;
        this.nest = nest;
        read = new double[chip.Levels.Length, Operands.Count];
        write = new double[chip.Levels.Length, Operands.Count];
        foreach (var operand in Operands.All)
        {
            Preload(operand);
            foreach (var block in nest.Blocks[(int)operand])
            {
                if (block.FiringLoop is { } loop)
                {
                    Fire(block, iterations[loop]);
                }
            }
        }
    }

    /// <summary>One entry per level and operand the level can hold.</summary>
    public ImmutableArray<SimulatedEnergy> Memory()
    {
        var memory = ImmutableArray.CreateBuilder<SimulatedEnergy>();
        for (var level = 0; level < chip.Levels.Length; level++)
        {
            foreach (var operand in Operands.All.Where(chip.Levels[level].Holding))
            {
                memory.Add(new SimulatedEnergy(
                    level, operand, read[level, (int)operand] * NanojoulesPerPicojoule, write[level, (int)operand] * NanojoulesPerPicojoule));
            }
        }

        return memory.ToImmutable();
    }

    /// <summary>Rule 14: every activation of a used core burns the energy of its whole macro, nJ.</summary>
    public static double MacNanojoules(Chip chip, long activations, long cores)
    {
        var macro = chip.Macro;
        double rows = macro.Rows, columns = macro.Columns, input = chip.Precision.Input, weight = chip.Precision.Weight;
        var multiply = macro.MultiplyPicojoules * weight * rows * columns;
        var tree = macro.AddPicojoules * (rows * (input + 1) - (input + CeilLog2(chip.Precision.Input) + 1) * columns);
        var accumulate = (macro.AddPicojoules + macro.RegisterPicojoules) * (input + weight + CeilLog2(macro.Rows)) * columns;
        return chip.MacCycles * (multiply + tree + accumulate) * activations * cores * NanojoulesPerPicojoule;
    }

    /// <summary>Cores used: the spatial loops on axes of cores.</summary>
    public static long Cores(Chip chip, Mapping mapping) =>
        mapping.Spatial.Where(loop => chip.Axes[loop.Axis].Kind == AxisKind.Cores).Aggregate(1L, (cores, loop) => checked(cores * loop.Size));

    private static int CeilLog2(int value) => BitOperations.Log2((uint)value) + (BitOperations.IsPow2(value) ? 0 : 1);

    private void Fire(WalkedBlock block, long times)
    {
        var operand = block.Operand;
        var tileBits = (double)block.Tile * nest.Bits(block.Level, operand);
        Read(block.Level, operand, times * tileBits);
        if (operand == Operand.Output)
        {
            Write(block.Level, operand, times * tileBits);
        }

        if (block.Next is { } next)
        {
            var residentBits = (double)nest.Resident(next, operand) * nest.Bits(next, operand);
            Write(next, operand, times * residentBits);
            if (operand == Operand.Output)
            {
                Read(next, operand, times * residentBits);
            }
        }
        else if (block.Level != block.Tip)
        {
            // Through the register the chain leaves out: one element in and out; an output comes and goes.
            var passes = operand == Operand.Output ? 2 : 1;
            var elementBits = (double)nest.Bits(block.Tip, operand);
            Write(block.Tip, operand, passes * times * elementBits);
            Read(block.Tip, operand, passes * times * elementBits);
        }
    }

    /// <summary>Rule 13, last part. Outputs are read once and not written back, although rule 11 takes the time for both.</summary>
    private void Preload(Operand operand)
    {
        var first = nest.Blocks[(int)operand][0].Level;
        if (first != 0)
        {
            Read(0, operand, (double)nest.WholeOperand(operand) * nest.Bits(0, operand));
            Write(first, operand, (double)nest.Resident(first, operand) * nest.Bits(first, operand));
        }
    }

    private void Read(int level, Operand operand, double bits)
    {
        // Reading the cells of the macro is part of the activation (rule 14).
        if (chip.Levels[level].Kind != MemoryKind.Macro)
        {
            read[level, (int)operand] += bits * chip.Levels[level].ReadPicojoulesPerBit * nest.Instances(level, operand);
        }
    }

    private void Write(int level, Operand operand, double bits) =>
        write[level, (int)operand] += bits * chip.Levels[level].WritePicojoulesPerBit * nest.Instances(level, operand);
}
