using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Simulation;

/// <summary>What the packed weights need to find their inputs and outputs again (rules §6). Stored as if dense, they need nothing.</summary>
internal sealed class IndexFormat
{
    private readonly LayerMask mask;

    public IndexFormat(LayerMask mask, Compression compression)
    {
        this.mask = mask;
        HasBlocks = compression != Compression.None && mask.Pattern.Full is not null;
        BlockBits = HasBlocks ? BitsToTell((long)mask.Shape.Groups * CountPieces(mask.Shape.Rows, mask.BlockHeight) * CountPieces(mask.Shape.Columns, mask.BlockWidth)) : 0;
        Intra = compression != Compression.None ? mask.Pattern.Intra : null;
        if (Intra is { } intra)
        {
            var masks = intra.Masks.IsEmpty ? Choose(intra.Rows, intra.Kept) : intra.Masks.Length;
            IntraBits = Math.Min(BitsToTell(masks), intra.Kept * BitsToTell(intra.Rows));
            Selections = masks > 1 ? intra.Rows - 1 : 0;
        }
    }

    /// <summary>Whether full blocks have an index.</summary>
    public bool HasBlocks { get; }

    /// <summary>Bits of the index of a full block.</summary>
    public int BlockBits { get; }

    /// <summary>The intra blocks, if they are used.</summary>
    public IntraBlock? Intra { get; }

    /// <summary>Bits of the index of an intra block.</summary>
    public int IntraBits { get; }

    /// <summary>Two-to-one selections that bring one of the inputs of an intra block to a cell.</summary>
    public int Selections { get; }

    /// <summary>The full block a cell belongs to.</summary>
    public (int Group, int BlockRow, int BlockColumn) BlockOf(PackedCell cell) => (cell.Group, cell.Row / mask.BlockHeight, cell.Column / mask.BlockWidth);

    /// <summary>The least number of bits that tells so many things apart.</summary>
    private static int BitsToTell(long things)
    {
        var bits = 0;
        for (long told = 1; told < things; told *= 2)
        {
            bits++;
        }

        return bits;
    }

    private static int CountPieces(int length, int piece)
    {
        var pieces = 0;
        for (var at = 0; at < length; at += piece)
        {
            pieces++;
        }

        return pieces;
    }

    /// <summary>Ways to choose, by Pascal's triangle.</summary>
    private static long Choose(int from, int chosen)
    {
        var line = new long[chosen + 1];
        line[0] = 1;
        for (var n = 1; n <= from; n++)
        {
            for (var k = Math.Min(n, chosen); k > 0; k--)
            {
                line[k] += line[k - 1];
            }
        }

        return line[chosen];
    }
}
