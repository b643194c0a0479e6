namespace Cimarron.Sparsity.Costs;

/// <summary>
/// In which steps outputs get something. Packed upward, the outputs of a column tile share their fate and are kept as one; packed leftward, every column of the matrix has its own.
/// </summary>
internal sealed class OutputLives
{
    private readonly PackedLayer layer;
    private readonly int[] last;

    public OutputLives(PackedLayer layer, int steps)
    {
        this.layer = layer;
        last = new int[layer.IsLeftward ? checked(layer.Shape.Groups * layer.Shape.Columns) : layer.Tiles.Length];
        Array.Fill(last, -1);
        (Touched, Begun, Ended) = (new long[steps], new long[steps], new long[steps]);
    }

    /// <summary>Outputs of every step.</summary>
    public long[] Touched { get; }

    /// <summary>Outputs by the first step that contributes.</summary>
    public long[] Begun { get; }

    /// <summary>Outputs by the last step that contributes; after <see cref="Finish"/>.</summary>
    public long[] Ended { get; }

    /// <summary>Outputs that get anything; after <see cref="Finish"/>.</summary>
    public long Distinct { get; private set; }

    /// <summary>Most outputs alive in any step; after <see cref="Finish"/>.</summary>
    public long MostAlive { get; private set; }

    /// <summary>A segment contributes in a step; steps come in order.</summary>
    public void Touch(in Segment segment, int step)
    {
        if (!layer.IsLeftward)
        {
            Touch(segment.Tile, segment.Width, step);
            return;
        }

        var (width, column) = (layer.BlockWidth, layer.Tiles[segment.Tile].Column);
        var blocks = layer.Kept.Columns.AsSpan(layer.Kept.BandStarts[segment.Run]);
        var origin = segment.Run / layer.BlockRows * layer.Shape.Columns;
        for (var end = column + segment.Width; column < end;)
        {
            var (block, offset) = (column / width, column % width);
            var stop = Math.Min(end, (block + 1) * width);
            var output = origin + blocks[block] * width + offset;
            for (; column < stop; column++)
            {
                Touch(output++, 1, step);
            }
        }
    }

    /// <summary>Sums up when the last step is done.</summary>
    public void Finish()
    {
        for (var output = 0; output < last.Length; output++)
        {
            if (last[output] >= 0)
            {
                Ended[last[output]] += layer.IsLeftward ? 1 : layer.Tiles[output].Width;
            }
        }

        long alive = 0;
        for (var step = 0; step < Begun.Length; step++)
        {
            alive += Begun[step];
            MostAlive = Math.Max(MostAlive, alive);
            Distinct += Begun[step];
            alive -= Ended[step];
        }
    }

    private void Touch(int output, int width, int step)
    {
        if (last[output] == step)
        {
            return;
        }

        if (last[output] < 0)
        {
            Begun[step] += width;
        }

        last[output] = step;
        Touched[step] += width;
    }
}
