using Cimarron.Hardware;
using Cimarron.Sparsity.Chips;

namespace Cimarron.Sparsity.Placement;

/// <summary>What decides whether a pattern can be packed: the rows that one activation takes, and the weight columns that share their inputs. Both ≥ 1.</summary>
/// <param name="Rows">h: rows of a row group.</param>
/// <param name="WeightColumns">w: weights side by side.</param>
public readonly record struct ArrayGeometry(int Rows, int WeightColumns)
{
    /// <summary>Sub-arrays of a sparse chip.</summary>
    public static ArrayGeometry Of(SparseChip chip) => new(chip.SubarrayRows, chip.WeightColumns);

    /// <summary>The macro of an accelerator; weights that share a cell are used one after the other.</summary>
    public static ArrayGeometry Of(Chip chip) => new(chip.Macro.Rows, chip.Macro.Columns);
}
