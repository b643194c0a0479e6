using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>A loop factor run in time, and the memory level each operand's loop belongs to.</summary>
/// <param name="Dim">The dimension.</param>
/// <param name="Size">The factor, ≥ 2.</param>
/// <param name="InputLevel">Index in <see cref="Hardware.Chip.Levels"/> for the input.</param>
/// <param name="WeightLevel">Index for the weights.</param>
/// <param name="OutputLevel">Index for the output.</param>
public readonly record struct TemporalLoop(Dim Dim, int Size, int InputLevel, int WeightLevel, int OutputLevel)
{
    /// <summary>The level of <paramref name="operand"/>.</summary>
    public int Level(Operand operand) => operand switch
    {
        Operand.Input => InputLevel,
        Operand.Weight => WeightLevel,
        _ => OutputLevel,
    };
}
