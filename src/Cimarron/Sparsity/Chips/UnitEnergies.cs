using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Chips;

/// <summary>Energy of every unit and static power of a chip, from gates and the SRAM table; docs/sparse-energy.md.</summary>
public static class UnitEnergies
{
    /// <summary>Leakage of all logic as a share of that of all memories and arrays; decided.</summary>
    public const double LogicLeakageShare = 0.25;

    /// <summary>Read and write unit of every memory.</summary>
    public static ImmutableSortedDictionary<SparseMemory, (SparseUnit Read, SparseUnit Write)> MemoryUnits { get; } = new Dictionary<SparseMemory, (SparseUnit, SparseUnit)>
    {
        [SparseMemory.GlobalBuffer] = (SparseUnit.GlobalBufferRead, SparseUnit.GlobalBufferWrite),
        [SparseMemory.InputBuffer] = (SparseUnit.InputBufferRead, SparseUnit.InputBufferWrite),
        [SparseMemory.WeightBuffer] = (SparseUnit.WeightBufferRead, SparseUnit.WeightBufferWrite),
        [SparseMemory.OutputBuffer] = (SparseUnit.OutputBufferRead, SparseUnit.OutputBufferWrite),
        [SparseMemory.Fifo] = (SparseUnit.FifoRead, SparseUnit.FifoWrite),
        [SparseMemory.IndexMemory] = (SparseUnit.IndexMemoryRead, SparseUnit.IndexMemoryWrite),
    }.ToImmutableSortedDictionary();

    /// <summary>How many of a memory a chip has.</summary>
    public static int Instances(SparseMemory memory, SparseChip chip) => memory is SparseMemory.InputBuffer or SparseMemory.Fifo or SparseMemory.IndexMemory ? chip.Macros : 1;

    /// <summary>The cells of a macro, as a memory that is written row by row.</summary>
    public static MemorySize Cells(SparseChip chip) => new((long)chip.Rows * chip.Columns, chip.Columns);

    /// <summary>Energy of one event or bit, pJ; units whose memory has no size, or one outside of the table, are left out.</summary>
    /// <param name="chip">The chip; its energies are not looked at.</param>
    public static ImmutableSortedDictionary<SparseUnit, double> Derive(SparseChip chip)
    {
        var energies = ImmutableSortedDictionary.CreateBuilder<SparseUnit, double>();
        foreach (var unit in UnitGates.Units)
        {
            energies[unit] = UnitGates.Of(unit, chip).Picojoules;
        }

        foreach (var (memory, size) in chip.Memories)
        {
            if (MemoryFigures.Of(size, chip.SramCell) is { } figures)
            {
                var (read, write) = MemoryUnits[memory];
                energies[read] = figures.ReadPicojoulesPerBit;
                energies[write] = figures.WritePicojoulesPerBit;
            }
        }

        if (MemoryFigures.Of(Cells(chip), chip.SramCell) is { } cells)
        {
            energies[SparseUnit.ArrayWrite] = cells.WritePicojoulesPerBit;
        }

        return energies.ToImmutable();
    }

    /// <summary>Static power, mW: leakage of all memories and arrays, and a share of it for the logic; null if one lies outside of the table.</summary>
    /// <param name="chip">The chip.</param>
    public static double? DeriveStatic(SparseChip chip)
    {
        double? Leakage(MemorySize size) => MemoryFigures.Of(size, chip.SramCell)?.LeakageMilliwatts;
        var total = chip.Macros * Leakage(Cells(chip));
        foreach (var (memory, size) in chip.Memories)
        {
            total += Instances(memory, chip) * Leakage(size);
        }

        return total * (1 + LogicLeakageShare);
    }
}
