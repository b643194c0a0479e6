using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Executes a matrix operator: loads its tiles, accumulates, requantises.</summary>
internal sealed class OperatorValues
{
    private readonly DualModeChip chip;
    private readonly TileGrid grid;
    private readonly OperatorConstants constants;
    private readonly MovingOperand moving;
    private readonly ProgramTensor output;
    private readonly FeatureMap outputMap;
    private readonly ProductKernel kernel = new();
    private readonly Dictionary<int, (int Element, int Length, int Offset)[]> tiles = [];

    /// <summary>Sums, [feature][row].</summary>
    private long[] sums = [];

    public OperatorValues(ProgramOperator op, DualModeChip chip, ProgramSymbols symbols, ProgramData data)
    {
        Operator = op;
        this.chip = chip;
        grid = new TileGrid(op, chip);
        output = symbols.Tensors[op.Output];
        constants = new OperatorConstants(op, symbols, data);
        moving = new MovingOperand(op, symbols.Tensors[op.Input]);
        outputMap = new FeatureMap(output);
    }

    public ProgramOperator Operator { get; }

    /// <summary>Puts tiles into arrays, from the weights or from a stationary operand in external memory.</summary>
    public void Load(WriteTiles instruction, ChipBytes arrays, byte[]? stationary)
    {
        ReadOnlySpan<byte> source = stationary ?? constants.Weights;
        for (var i = 0; i < instruction.Arrays.Count; i++)
        {
            var array = arrays[instruction.Arrays[i]];
            array.Clear();
            foreach (var (element, length, offset) in Elements(instruction.Tiles.First + (i % instruction.Tiles.Count)))
            {
                source.Slice(element, length).CopyTo(array[offset..]);
            }
        }
    }

    /// <summary>Sends the rows of the moving operand through tiles.</summary>
    /// <returns>Features whose sums are complete, or null.</returns>
    public Part? Run(Compute instruction, ChipBytes arrays, byte[] input)
    {
        if (sums.Length == 0)
        {
            sums = new long[checked(Operator.Groups * Operator.Columns * Operator.Rows)];
        }

        var isWhole = instruction.Tiles.First % grid.TileRows == 0 && instruction.Tiles.Count % grid.TileRows == 0;
        var lines = new Part(instruction.Tiles.First / grid.TileRows, isWhole ? instruction.Tiles.Count / grid.TileRows : 1);
        var rows = isWhole ? new Part(0, grid.TileRows) : new Part(instruction.Tiles.First % grid.TileRows, instruction.Tiles.Count);
        var features = grid.Features(lines);
        if (rows.First == 0)
        {
            sums.AsSpan((features.First - Operator.FirstFeature) * Operator.Rows, features.Count * Operator.Rows).Clear();
        }

        var copies = instruction.Arrays.Count / instruction.Tiles.Count;
        var share = (Operator.Rows + copies - 1) / copies;
        for (var copy = 0; copy * share < Operator.Rows && copy < copies; copy++)
        {
            var moved = new Part(copy * share, Math.Min(share, Operator.Rows - (copy * share)));
            RunCopy(instruction, copy, lines, rows, moved, arrays, input);
        }

        return rows.End == grid.TileRows ? features : null;
    }

    /// <summary>Turns sums into elements of the output.</summary>
    public void Requantise(Part features, byte[] target)
    {
        for (var feature = features.First; feature < features.End; feature++)
        {
            var own = feature - Operator.FirstFeature;
            var bias = constants.Bias(own);
            var multiplier = constants.Multiplier(own);
            var column = sums.AsSpan(own * Operator.Rows, Operator.Rows);
            for (var row = 0; row < column.Length; row++)
            {
                var sum = column[row] + bias;
                if (sum != (int)sum)
                {
                    throw ProgramRunner.Bad($"operator '{Operator.Name}': a sum is {sum}, more than 32 bits hold", code: "CIM0897");
                }

                target[outputMap[row, feature]] = Rounding.Quantise((int)sum * multiplier, output);
            }
        }
    }

    private (int Element, int Length, int Offset)[] Elements(int tile)
    {
        if (!tiles.TryGetValue(tile, out var elements))
        {
            elements = [.. TensorRuns.TileElements(Operator, chip, tile)];
            tiles.Add(tile, elements);
        }

        return elements;
    }

    private void RunCopy(Compute instruction, int copy, Part lines, Part rows, Part moved, ChipBytes arrays, byte[] input)
    {
        for (var line = lines.First; line < lines.End;)
        {
            // The tile columns of one pack share the moving operand.
            var pack = line / grid.TileColumns;
            var end = Math.Min(lines.End, (pack + 1) * grid.TileColumns);
            for (var local = 0; local < grid.GroupsOf(pack); local++)
            {
                var group = (pack * Operator.GroupsPerTile) + local;
                var reduction = grid.Reduction(rows);
                var (first, columns) = Columns(line, end);
                var firstFeature = (group * Operator.Columns) + first;
                kernel.Begin(reduction.Count, columns);
                for (var tileLine = line; tileLine < end; tileLine++)
                {
                    for (var row = rows.First; row < rows.End; row++)
                    {
                        var index = (tileLine * grid.TileRows) + row - instruction.Tiles.First;
                        Expand(arrays[instruction.Arrays[(copy * instruction.Tiles.Count) + index]], tileLine, row, local, reduction.First, first, firstFeature - first);
                    }
                }

                kernel.Run(moving, input, group, moved, reduction.First, sums, firstFeature, Operator.Rows);
            }

            line = end;
        }
    }

    /// <summary>Columns of a group that tile columns cover.</summary>
    private (int First, int Count) Columns(int line, int end)
    {
        if (Operator.GroupsPerTile > 1)
        {
            return (0, Operator.Columns);
        }

        var first = line % grid.TileColumns * chip.WeightColumns;
        return (first, Math.Min(Operator.Columns, (((end - 1) % grid.TileColumns) + 1) * chip.WeightColumns) - first);
    }

    /// <summary>Takes a group's weights out of an array.</summary>
    private void Expand(ReadOnlySpan<byte> array, int line, int row, int local, int firstReduction, int firstColumn, int firstFeature)
    {
        var reduction = grid.Reduction(new Part(row, 1));
        var column = Operator.GroupsPerTile > 1 ? 0 : line % grid.TileColumns * chip.WeightColumns;
        var count = Math.Min(Operator.Columns - column, chip.WeightColumns);
        for (var n = 0; n < reduction.Count; n++)
        {
            var offset = (((local * Operator.Reduction) + n) * chip.WeightColumns) + (local * Operator.Columns);
            var target = kernel.Weights(reduction.First + n - firstReduction).Slice(column - firstColumn, count);
            constants.Widen(array.Slice(offset, count), target, firstFeature + column);
        }
    }
}
