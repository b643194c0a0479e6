using System.Collections.Immutable;
using Cimarron.Inference.Quantisation;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Profiles;

/// <summary>Measures how often bits are zero in whole row groups: pass <see cref="Add"/> as the observer of runs of <see cref="QuantizedExecutor"/>.</summary>
public sealed class ProfileMeter
{
    private const int Bits = 8;

    private readonly Dictionary<string, List<Watched>> readers = new(StringComparer.Ordinal);
    private int samples;

    /// <summary>Prepares to measure a model.</summary>
    /// <param name="graph">The quantised model.</param>
    /// <param name="masks">What is kept of operators by name, and how it is packed; operators that are not named are dense.</param>
    /// <param name="height">Rows of a sub-array, ≥ 1.</param>
    public ProfileMeter(QuantizedGraph graph, IReadOnlyDictionary<string, (LayerMask Mask, Compression Compression)> masks, int height)
    {
        foreach (var matrix in graph.Nodes.OfType<QuantizedMatrix>())
        {
            var (mask, compression) = masks.TryGetValue(matrix.Name, out var entry) ? entry : (DenseMask(matrix), Compression.None);
            var tensor = graph.Tensor(matrix.Input);
            var order = matrix.Convolution is { } l ? RowOrder.Offsets(l.C, l.R, l.S, mask.Pattern.Flattening) : [.. Enumerable.Range(0, matrix.Reduction)];
            if (!readers.TryGetValue(tensor.Name, out var list))
            {
                readers[tensor.Name] = list = [];
            }

            list.Add(new Watched(matrix, [.. RowGroups.Of(mask, compression, height).Select(g => (g.Group, Array.ConvertAll(g.Rows, r => order[r])))], new long[Bits]));
        }
    }

    /// <summary>Counts a tensor if a matrix operator reads it.</summary>
    public void Add(QuantizedTensor tensor, byte[] bytes)
    {
        foreach (var watched in readers.GetValueOrDefault(tensor.Name) ?? [])
        {
            watched.Add(tensor, bytes);
        }
    }

    /// <summary>Counts a sample as done.</summary>
    public void EndSample() => samples++;

    /// <summary>What was measured.</summary>
    /// <param name="data">What was run, for the record.</param>
    public InputProfile Profile(string data) => new(
        FormattableString.Invariant($"{data}, {samples} samples"),
        readers.Values.SelectMany(w => w).Where(w => w.Pairs > 0).ToImmutableSortedDictionary(w => w.Matrix.Name, w => w.Shares(), StringComparer.Ordinal));

    private static LayerMask DenseMask(QuantizedMatrix matrix)
    {
        var channelRows = matrix.Convolution is { } layer ? layer.R * layer.S : 1;
        return new LayerMask(new MatrixShape(matrix.Name, matrix.Reduction, matrix.Columns, matrix.Groups, matrix.Rows, channelRows), FlexBlock.Dense, null, null);
    }

    private sealed record Watched(QuantizedMatrix Matrix, (int Group, int[] Rows)[] Groups, long[] Zeros)
    {
        public long Pairs { get; private set; }

        public void Add(QuantizedTensor tensor, byte[] bytes)
        {
            var moving = new MovingRows(Matrix, tensor, bytes);
            var vector = new byte[Matrix.Reduction];
            for (var v = 0; v < moving.Vectors; v++)
            {
                var read = -1;
                foreach (var (group, rows) in Groups)
                {
                    if (read != group)
                    {
                        moving.Read(group, v, vector);
                        read = group;
                    }

                    Count(vector, rows);
                }
            }

            Pairs += (long)moving.Vectors * Groups.Length;
        }

        public ImmutableArray<BitShare> Shares() => [.. Zeros.Select(z => InputProfile.Share(z, Pairs))];

        private void Count(byte[] vector, int[] rows)
        {
            var seen = 0;
            foreach (var row in rows)
            {
                seen |= vector[row];
            }

            for (var bit = 0; bit < Bits; bit++)
            {
                Zeros[bit] += (seen >> bit & 1) ^ 1;
            }
        }
    }
}
