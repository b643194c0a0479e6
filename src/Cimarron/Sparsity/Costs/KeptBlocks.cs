using System.Numerics;
using Cimarron.Sparsity.Masks;

namespace Cimarron.Sparsity.Costs;

/// <summary>The kept full blocks of a layer, counted by strip and by band. Without full blocks every group is one kept block.</summary>
internal sealed class KeptBlocks
{
    private readonly LayerMask mask;
    private int found;

    public KeptBlocks(LayerMask mask)
    {
        this.mask = mask;
        var (strips, bands) = checked((mask.Shape.Groups * mask.BlockColumns, mask.Shape.Groups * mask.BlockRows));
        PerStrip = new int[strips];
        BandStarts = new int[bands + 1];
        KeepsLastOfStrip = new bool[strips];
        KeepsLastOfBand = new bool[bands];
        Columns = new int[Total()];
        for (var band = 0; band < bands; band++)
        {
            BandStarts[band] = found;
            Scan(band);
        }

        BandStarts[bands] = found;
    }

    /// <summary>Kept blocks by strip: group · block columns + block column.</summary>
    public int[] PerStrip { get; }

    /// <summary>Whether the lowest block of a strip, which the edge may clip, is kept.</summary>
    public bool[] KeepsLastOfStrip { get; }

    /// <summary>Block columns of the kept blocks, band by band: group · block rows + block row.</summary>
    public int[] Columns { get; }

    /// <summary>Where the blocks of a band begin in <see cref="Columns"/>; one entry more than bands.</summary>
    public int[] BandStarts { get; }

    /// <summary>Whether the rightmost block of a band, which the edge may clip, is kept.</summary>
    public bool[] KeepsLastOfBand { get; }

    /// <summary>Φ.</summary>
    public int Count => Columns.Length;

    /// <summary>Rows of a band.</summary>
    public int BandRows(int band) => band % mask.BlockRows == mask.BlockRows - 1 ? mask.Shape.Rows - (mask.BlockRows - 1) * mask.BlockHeight : mask.BlockHeight;

    /// <summary>κ: columns of the kept blocks of a band.</summary>
    public int BandColumns(int band)
    {
        var blocks = BandStarts[band + 1] - BandStarts[band];
        return blocks * mask.BlockWidth - (KeepsLastOfBand[band] ? mask.BlockColumns * mask.BlockWidth - mask.Shape.Columns : 0);
    }

    private int Total()
    {
        if (mask.Pattern.Full is null)
        {
            return mask.Shape.Groups;
        }

        long total = 0;
        foreach (var word in mask.KeptWords)
        {
            total += BitOperations.PopCount(word);
        }

        return checked((int)total);
    }

    private void Scan(int band)
    {
        var (columns, group) = (mask.BlockColumns, band / mask.BlockRows);
        var isLastRow = band % mask.BlockRows == mask.BlockRows - 1;
        if (mask.Pattern.Full is null)
        {
            Keep(band, group, 0, isLastRow, columns);
            return;
        }

        var words = mask.KeptWords;
        var (start, end) = ((long)band * columns, (long)(band + 1) * columns);
        for (var word = start >> 6; word << 6 < end; word++)
        {
            var bits = words[(int)word];
            bits &= word << 6 < start ? ulong.MaxValue << (int)(start & 63) : ulong.MaxValue;
            bits &= (word + 1) << 6 > end ? (1UL << (int)(end & 63)) - 1 : ulong.MaxValue;
            for (; bits != 0; bits &= bits - 1)
            {
                Keep(band, group, (int)((word << 6) + BitOperations.TrailingZeroCount(bits) - start), isLastRow, columns);
            }
        }
    }

    private void Keep(int band, int group, int column, bool isLastRow, int columns)
    {
        Columns[found++] = column;
        var strip = group * columns + column;
        PerStrip[strip]++;
        KeepsLastOfStrip[strip] |= isLastRow;
        KeepsLastOfBand[band] |= column == columns - 1;
    }
}
