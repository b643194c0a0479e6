using System.Collections.Immutable;
using Cimarron.Sparsity.Chips;

namespace Cimarron.Sparsity.Costs;

/// <summary>Energy by component, pJ: E = Σ count · unit energy + static power · T (docs/sparse-rules.md, section 9).</summary>
public sealed class SparseEnergy
{
    private readonly double[] picojoules = new double[Components.Length];

    /// <summary>The energy of counted events and of the time they take.</summary>
    /// <param name="counts">The counts, of one layer or of many.</param>
    /// <param name="cycles">T, ≥ 0.</param>
    /// <param name="chip">The chip: unit energies, static power, clock.</param>
    public SparseEnergy(SparseCounts counts, long cycles, SparseChip chip)
    {
        foreach (var unit in SparseCounts.Units)
        {
            picojoules[(int)ComponentOf(unit)] += counts[unit] * chip.UnitEnergies[unit];
        }

        picojoules[(int)SparseComponent.Static] = 1000 * chip.StaticMilliwatts * cycles / chip.ClockMegahertz; // mW / MHz = nJ
    }

    /// <summary>Every component, in order.</summary>
    public static ImmutableArray<SparseComponent> Components { get; } = [.. Enum.GetValues<SparseComponent>()];

    /// <summary>Energy of all components, pJ.</summary>
    public double Total => picojoules.Sum();

    /// <summary>Energy of a component, pJ.</summary>
    public double this[SparseComponent component] => picojoules[(int)component];

    /// <summary>The component that a unit is part of.</summary>
    public static SparseComponent ComponentOf(SparseUnit unit) => unit switch
    {
        SparseUnit.ArrayActivation or SparseUnit.ArrayWrite => SparseComponent.Array,
        SparseUnit.InputBit => SparseComponent.Preprocessing,
        SparseUnit.AdderTree => SparseComponent.AdderTree,
        SparseUnit.ShiftAdd => SparseComponent.ShiftAdder,
        SparseUnit.Accumulation => SparseComponent.Accumulator,
        SparseUnit.IndexDecode => SparseComponent.IndexUnit,
        SparseUnit.Mux => SparseComponent.Mux,
        SparseUnit.ZeroDetection => SparseComponent.ZeroDetector,
        SparseUnit.PostProcessing => SparseComponent.PostProcessing,
        SparseUnit.GlobalBufferRead or SparseUnit.GlobalBufferWrite => SparseComponent.GlobalBuffer,
        SparseUnit.InputBufferRead or SparseUnit.InputBufferWrite => SparseComponent.InputBuffer,
        SparseUnit.WeightBufferRead or SparseUnit.WeightBufferWrite => SparseComponent.WeightBuffer,
        SparseUnit.OutputBufferRead or SparseUnit.OutputBufferWrite => SparseComponent.OutputBuffer,
        SparseUnit.FifoRead or SparseUnit.FifoWrite => SparseComponent.Fifo,
        SparseUnit.IndexMemoryRead or SparseUnit.IndexMemoryWrite => SparseComponent.IndexMemory,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };
}
