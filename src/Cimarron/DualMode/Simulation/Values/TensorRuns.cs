using System.Collections.Immutable;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Which bytes of which arrays keep which elements of a tensor.</summary>
/// <param name="Arrays">The arrays.</param>
/// <param name="Items">Stretches of elements in memory order, with array and offset.</param>
/// <param name="IsInPlace">Whether they are laid out as tiles.</param>
/// <param name="IsWhole">Whether they keep every element.</param>
internal sealed record TensorRuns(ImmutableArray<int> Arrays, ImmutableArray<(int Element, int Length, int Array, int Offset)> Items, bool IsInPlace, bool IsWhole)
{
    /// <summary>Elements one after the other; none if there is no room for all.</summary>
    public static TensorRuns Linear(ProgramTensor tensor, DualModeChip chip, Allocate instruction)
    {
        var items = ImmutableArray.CreateBuilder<(int Element, int Length, int Array, int Offset)>();
        var keeps = chip.ArrayBytes * instruction.Arrays.Count >= tensor.Elements;
        for (var i = 0; keeps && i * chip.ArrayBytes < tensor.Elements; i++)
        {
            var first = i * chip.ArrayBytes;
            items.Add(((int)first, (int)Math.Min(chip.ArrayBytes, tensor.Elements - first), instruction.Arrays[i], 0));
        }

        return new TensorRuns(instruction.Arrays.Items, items.ToImmutable(), IsInPlace: false, keeps);
    }

    /// <summary>The elements of tiles where the operator looks for them.</summary>
    public static TensorRuns InPlace(ProgramOperator op, DualModeChip chip, Allocate instruction)
    {
        var items = ImmutableArray.CreateBuilder<(int Element, int Length, int Array, int Offset)>();
        for (var i = 0; i < instruction.Arrays.Count; i++)
        {
            foreach (var (element, length, offset) in TileElements(op, chip, instruction.FirstTile + i))
            {
                items.Add((element, length, instruction.Arrays[i], offset));
            }
        }

        return new TensorRuns(instruction.Arrays.Items, items.ToImmutable(), IsInPlace: true, instruction.Arrays.Count == new TileGrid(op, chip).Tiles);
    }

    /// <summary>The elements of a stationary operand that a tile holds: stretches in memory order, and the byte of the array where each starts.</summary>
    public static IEnumerable<(int Element, int Length, int Offset)> TileElements(ProgramOperator op, DualModeChip chip, int tile)
    {
        var grid = new TileGrid(op, chip);
        var (line, row) = (tile / grid.TileRows, tile % grid.TileRows);
        var pack = line / grid.TileColumns;
        var reduction = grid.Reduction(new Part(row, 1));
        var firstColumn = op.GroupsPerTile > 1 ? 0 : line % grid.TileColumns * chip.WeightColumns;
        var columns = Math.Min(op.Columns - firstColumn, chip.WeightColumns);
        for (var local = 0; local < grid.GroupsOf(pack); local++)
        {
            var group = (pack * op.GroupsPerTile) + local;
            for (var n = reduction.First; n < reduction.End; n++)
            {
                var offset = (((local * op.Reduction) + n - reduction.First) * chip.WeightColumns) + (local * op.Columns);
                if (!op.IsStationaryTransposed)
                {
                    yield return ((((group * op.Reduction) + n) * op.Columns) + firstColumn, columns, offset);
                    continue;
                }

                for (var k = 0; k < columns; k++)
                {
                    yield return ((((group * op.Columns) + firstColumn + k) * op.Reduction) + n, 1, offset + k);
                }
            }
        }
    }

    public void Gather(ChipBytes chip, Span<byte> tensor)
    {
        foreach (var (element, length, array, offset) in Items)
        {
            chip[array].Slice(offset, length).CopyTo(tensor[element..]);
        }
    }

    public void Scatter(ReadOnlySpan<byte> tensor, ChipBytes chip)
    {
        foreach (var (element, length, array, offset) in Items)
        {
            tensor.Slice(element, length).CopyTo(chip[array][offset..]);
        }
    }
}
