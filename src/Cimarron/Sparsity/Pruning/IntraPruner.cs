using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Pruning;

/// <summary>Chooses the mask of every intra block.</summary>
internal static class IntraPruner
{
    /// <summary>The rows kept in every block, (group · blocks + block) · N + column; rows beyond the matrix are never kept.</summary>
    public static uint[] Choose(WeightMatrix weights, IntraBlock intra, PruneCriterion criterion)
    {
        var shape = weights.Shape;
        var blocks = intra.BlocksIn(shape.Rows);
        var choices = new uint[checked((long)shape.Groups * blocks * shape.Columns)];
        Span<double> losses = stackalloc double[32];
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var block = 0; block < blocks; block++)
            {
                var rows = Math.Min(intra.Rows, shape.Rows - block * intra.Rows);
                var inside = rows == 32 ? uint.MaxValue : (1u << rows) - 1;
                for (var column = 0; column < shape.Columns; column++)
                {
                    for (var i = 0; i < rows; i++)
                    {
                        losses[i] = Pruner.Loss(weights[group, block * intra.Rows + i, column], criterion);
                    }

                    var mask = intra.Masks.IsEmpty ? Largest(losses[..rows], intra.Kept) : Best(losses[..rows], intra);
                    choices[((long)group * blocks + block) * shape.Columns + column] = mask & inside;
                }
            }
        }

        return choices;
    }

    /// <summary>With every mask allowed the largest stay; of equal ones the first.</summary>
    private static uint Largest(ReadOnlySpan<double> losses, int kept)
    {
        uint mask = 0;
        for (var i = 0; i < losses.Length; i++)
        {
            var before = 0;
            for (var j = 0; j < losses.Length; j++)
            {
                before += losses[j] > losses[i] || (losses[j] == losses[i] && j < i) ? 1 : 0;
            }

            mask |= before < kept ? 1u << i : 0;
        }

        return mask;
    }

    /// <summary>The mask that keeps most, the first of equals.</summary>
    private static uint Best(ReadOnlySpan<double> losses, IntraBlock intra)
    {
        var (best, most) = (intra.Masks[0], -1.0);
        foreach (var mask in intra.Masks)
        {
            double sum = 0;
            for (var i = 0; i < losses.Length; i++)
            {
                sum += (mask >> i & 1) != 0 ? losses[i] : 0;
            }

            if (sum > most)
            {
                (best, most) = (mask, sum);
            }
        }

        return best;
    }
}
