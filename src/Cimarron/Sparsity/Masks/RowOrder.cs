namespace Cimarron.Sparsity.Masks;

/// <summary>The order in which a convolution's kernel elements are the rows of its matrix.</summary>
internal static class RowOrder
{
    /// <summary>For every row, where its element lies when the kernel is stored [C, R, S].</summary>
    /// <param name="c">Input channels per group.</param>
    /// <param name="r">Kernel height.</param>
    /// <param name="s">Kernel width.</param>
    /// <param name="flattening">A permutation of CRS, slowest first.</param>
    public static int[] Offsets(int c, int r, int s, string flattening)
    {
        var sizes = flattening.Select(d => d switch { 'C' => c, 'R' => r, _ => s }).ToArray();
        var strides = flattening.Select(d => d switch { 'C' => r * s, 'R' => s, _ => 1 }).ToArray();
        var offsets = new int[checked(c * r * s)];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = (i / sizes[2] / sizes[1] * strides[0]) + (i / sizes[2] % sizes[1] * strides[1]) + (i % sizes[2] * strides[2]);
        }

        return offsets;
    }
}
