using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Allocation;

/// <summary>The times of a piece for every number of copies and of memory arrays, whatever else is in its segment.</summary>
/// <param name="piece">The piece.</param>
/// <param name="model">The cost model.</param>
/// <param name="arrays">Arrays of the chip.</param>
internal sealed class PieceTimes(Piece piece, ICostModel model, int arrays)
{
    private readonly Dictionary<int, double[]> _streams = [];

    /// <summary>The time of its tiles with 1, 2, … copies; empty for a vector operator.</summary>
    public double[] Compute { get; } = piece.Operator.IsMatrix ? Copies(piece, model, Math.Max(1, arrays / piece.Tiles.Count)) : [];

    /// <summary>The time of its vector operators.</summary>
    public double Vector { get; } = model.VectorTime(piece);

    /// <summary>Cycles that every copy takes to load at least; computed when first needed.</summary>
    public double? PerCopy { get; set; }

    /// <summary>The time of its stream with 0, 1, … memory arrays, in a segment of so many matrix operators; empty for a vector operator.</summary>
    public double[] Stream(int operators)
    {
        if (Compute.Length == 0)
        {
            return [];
        }

        if (!_streams.TryGetValue(operators, out var stream))
        {
            _streams[operators] = stream = new double[arrays + 1];
            for (var m = 0; m < stream.Length; m++)
            {
                stream[m] = model.StreamTime(piece, m, operators);
            }
        }

        return stream;
    }

    private static double[] Copies(Piece piece, ICostModel model, int most)
    {
        var times = new double[most];
        for (var d = 1; d <= most; d++)
        {
            times[d - 1] = model.ComputeTime(piece, d);
        }

        return times;
    }
}
