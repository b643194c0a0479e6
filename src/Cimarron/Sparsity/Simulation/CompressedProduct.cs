using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Sparsity.Simulation;

/// <summary>
/// Multiplies with packed weights as the arrays would: every row group of every macro tile takes its inputs where the index says, one bit after another,
/// and partial sums go to the outputs the index says. It shows that packing and placement lose nothing.
/// </summary>
public sealed class CompressedProduct
{
    private readonly LayerMask mask;
    private readonly WalkedSteps placed;
    private readonly bool isPacked;
    private readonly int inputBits;

    /// <summary>Packs a layer and lays it onto a chip.</summary>
    /// <param name="mask">What is kept, complete.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="mapping">How the layer is laid onto it.</param>
    /// <exception cref="ArgumentException">The choice within blocks is open.</exception>
    /// <exception cref="DiagnosticException">A pattern that rules §3 exclude (CIM0912).</exception>
    public CompressedProduct(LayerMask mask, SparseChip chip, SparseMapping mapping)
    {
        if (!mask.IsComplete)
        {
            throw new ArgumentException("values need to know the choice within blocks", nameof(mask));
        }

        var compression = mapping.Compression ?? mask.Pattern.Compression;
        var packer = Packer.Pack(mask, chip, compression);
        this.mask = mask;
        placed = packer.Tiles.Count == 0 ? new WalkedSteps([], 1) : WalkedSteps.Place(packer.Tiles, packer.Capacity, chip, mapping);
        isPacked = compression != Compression.None;
        inputBits = chip.ActivationBits;
    }

    /// <summary>The product of inputs and masked weights.</summary>
    /// <param name="weights">Weights by group, row and column, masked or not.</param>
    /// <param name="inputs">Inputs by group, vector and row.</param>
    /// <param name="isSigned">Whether inputs are in two's complement; otherwise they are not negative.</param>
    /// <returns>Outputs by group, vector and column.</returns>
    /// <exception cref="ArgumentException">Sides that do not fit the layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An input with more bits than an activation has.</exception>
    public long[,,] Run(sbyte[,,] weights, int[,,] inputs, bool isSigned)
    {
        var shape = mask.Shape;
        if (weights.GetLength(0) != shape.Groups || weights.GetLength(1) != shape.Rows || weights.GetLength(2) != shape.Columns)
        {
            throw new ArgumentException("the weights are not those of the layer", nameof(weights));
        }

        if (inputs.GetLength(0) != shape.Groups || inputs.GetLength(1) != shape.Vectors || inputs.GetLength(2) != shape.Rows)
        {
            throw new ArgumentException("the inputs are not those of the layer", nameof(inputs));
        }

        foreach (var input in inputs)
        {
            if (input != Decoded(input, isSigned))
            {
                throw new ArgumentOutOfRangeException(nameof(inputs), input, $"does not fit {inputBits} bits");
            }
        }

        var outputs = new long[shape.Groups, shape.Vectors, shape.Columns];
        foreach (var macroTile in placed.Steps.SelectMany(s => s))
        {
            // Which copy works on a vector does not matter for its value; every vector meets every macro tile once.
            foreach (var rowGroup in macroTile.RowGroups)
            {
                Apply(rowGroup, weights, inputs, outputs, isSigned);
            }
        }

        return outputs;
    }

    private void Apply(RowGroup rowGroup, sbyte[,,] weights, int[,,] inputs, long[,,] outputs, bool isSigned)
    {
        var group = rowGroup.Run.Group;
        var rows = rowGroup.Cells.Select(line => line.Select(Source).ToArray()).ToArray();
        for (var vector = 0; vector < mask.Shape.Vectors; vector++)
        {
            for (var c = 0; c < rowGroup.Width; c++)
            {
                var column = rowGroup.Cells[0][c].Column;
                var sum = 0L;
                for (var bit = 0; bit < inputBits; bit++)
                {
                    var tree = 0L;
                    for (var r = 0; r < rows.Length; r++)
                    {
                        var source = rows[r][c];
                        tree += source >= 0 && (inputs[group, vector, source] >> bit & 1) != 0 ? weights[group, source, column] : 0;
                    }

                    sum += tree * Value(bit, isSigned);
                }

                outputs[group, vector, column] += sum;
            }
        }
    }

    /// <summary>The row a cell takes its input from, and its weight: its own row, or what the multiplexer selects; −1 for a cell that holds a zero.</summary>
    private int Source(PackedCell cell)
    {
        if (!isPacked)
        {
            return mask.Keeps(cell.Group, cell.Row, cell.Column) ? cell.Row : -1;
        }

        if (mask.Pattern.Intra is not { } intra)
        {
            return cell.Row;
        }

        var choice = mask.Choice(cell.Group, cell.Row / intra.Rows, cell.Column);
        var slot = cell.Slot;
        for (var row = 0; row < cell.Span; row++)
        {
            if ((choice >> row & 1) != 0 && slot-- == 0)
            {
                return cell.Row + row;
            }
        }

        return -1;
    }

    /// <summary>What a bit of an input is worth.</summary>
    private long Value(int bit, bool isSigned) => isSigned && bit == inputBits - 1 ? -(1L << bit) : 1L << bit;

    private long Decoded(int input, bool isSigned)
    {
        var value = 0L;
        for (var bit = 0; bit < inputBits; bit++)
        {
            value += (input >> bit & 1) * Value(bit, isSigned);
        }

        return value;
    }
}
