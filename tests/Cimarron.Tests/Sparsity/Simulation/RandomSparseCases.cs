using System.Collections.Immutable;
using System.Numerics;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>Small layers of every kind: clipped and oversized blocks, bands lower than row groups, groups, spills, single rows and columns, nothing kept.</summary>
internal sealed class RandomSparseCases
{
    private readonly Random random;

    private RandomSparseCases(int seed) => random = new Random(seed);

    /// <summary>A case that the rules allow.</summary>
    /// <param name="seed">What makes it the same case again.</param>
    /// <param name="isComplete">Whether the choice within blocks has to be known.</param>
    public static SparseCase Legal(int seed, bool isComplete = false)
    {
        var draw = new RandomSparseCases(seed);
        var chip = draw.Chip();
        var shape = draw.Shape();
        var compression = draw.Pick(Compression.None, Compression.Rows, Compression.Rows, Compression.Columns, Compression.Columns);
        var intra = compression != Compression.Columns && draw.Chance(0.5) ? draw.Intra() : null;
        var full = draw.Chance(0.8) ? draw.Full(shape, chip, compression, intra) : null;
        return draw.Case(seed, shape, chip, compression, full, intra, isComplete);
    }

    /// <summary>A case that the rules may or may not allow.</summary>
    public static SparseCase Any(int seed)
    {
        var draw = new RandomSparseCases(seed);
        var (chip, shape) = (draw.Chip(), draw.Shape());
        var full = draw.Chance(0.9) ? new FullBlock(draw.Extent(shape.Rows + 2, true), draw.Extent(shape.Columns + 2, false), 0.5) : null;
        return draw.Case(seed, shape, chip, draw.Pick(Compression.None, Compression.Rows, Compression.Rows, Compression.Columns, Compression.Columns), full, draw.Chance(0.4) ? draw.Intra() : null, isComplete: false);
    }

    private SparseCase Case(int seed, MatrixShape shape, SparseChip chip, Compression compression, FullBlock? full, IntraBlock? intra, bool isComplete)
    {
        var own = Chance(0.5) ? compression : Pick(Compression.None, Compression.Rows, Compression.Columns);
        var pattern = new FlexBlock { Name = "random", Full = full, Intra = intra, Compression = own };
        var mapping = new SparseMapping
        {
            Compression = own == compression && Chance(0.5) ? null : compression,
            Rearranges = Chance(0.4),
            Strategy = Pick(DuplicationStrategy.Spatial, DuplicationStrategy.Duplicate, DuplicationStrategy.Both, DuplicationStrategy.Both),
        };
        return new SparseCase(seed, Mask(shape, pattern, isComplete || Chance(0.3)), chip, mapping, Skips(chip));
    }

    private MatrixShape Shape()
    {
        var groups = Pick(1, 1, 1, 2, random.Next(1, 6));
        var rows = Chance(0.1) ? 1 : random.Next(1, Pick(8, 20, 49));
        var columns = Chance(0.1) ? 1 : random.Next(1, Pick(6, 14, 33));
        return new MatrixShape("layer", rows, columns, groups, Chance(0.15) ? 1 : random.Next(1, Pick(4, 10, 20)), Pick(1, 2, 4, 9));
    }

    private SparseChip Chip()
    {
        var (subarrayRows, cells) = (random.Next(1, 9), random.Next(1, 4));
        return WalkedChip.Create(subarrayRows + random.Next(0, Pick(1, 8, 33)), subarrayRows, random.Next(1, 7) * cells + random.Next(cells), random.Next(1, 5), random.Next(1, 5)) with
        {
            CellsPerWeight = cells,
            WeightBits = random.Next(1, 9),
            ActivationBits = random.Next(1, Pick(3, 5, 9)),
            AccumulatorBits = random.Next(1, 33),
            LoadBitsPerCycle = random.Next(1, Pick(16, 128, 1024)),
            StoreBitsPerCycle = random.Next(1, Pick(8, 64, 512)),
            RowWriteCycles = Pick(0, 1, 1, 2, 40),
            OutputBufferBits = Pick(0, random.Next(1, 2000), random.Next(1, 20_000), 1 << 20),
            IsDoubleBuffered = Chance(0.6),
            DetectsZeros = Chance(0.9),
        };
    }

    private IntraBlock Intra()
    {
        var rows = Chance(0.1) ? random.Next(1, 33) : random.Next(1, 9);
        var kept = random.Next(1, rows + 1);
        return new IntraBlock(rows, kept) { Masks = Chance(0.6) ? [] : [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Bits(rows, kept)).Distinct()] };
    }

    private FullBlock Full(MatrixShape shape, SparseChip chip, Compression compression, IntraBlock? intra)
    {
        var height = intra is not null ? Pick(BlockExtent.All, BlockExtent.Of(intra.Rows * random.Next(1, 6)), BlockExtent.Of(intra.Rows))
            : compression == Compression.Columns ? BandHeight(chip.SubarrayRows, shape.Rows)
            : Extent(shape.Rows + 3, true);
        var width = compression == Compression.Rows ? Pick(BlockExtent.All, BlockExtent.Of(shape.Columns + random.Next(3)), BlockExtent.Of(chip.WeightColumns * random.Next(1, 5))) : Extent(shape.Columns + 3, false);
        // Single weights are unstructured and cannot be packed.
        return new FullBlock(height, compression != Compression.None && height == BlockExtent.Of(1) && width == height ? BlockExtent.All : width, 0.5);
    }

    private BlockExtent BandHeight(int subarrayRows, int rows)
    {
        var divisors = Enumerable.Range(1, subarrayRows).Where(d => subarrayRows % d == 0).ToArray();
        return Pick(BlockExtent.All, BlockExtent.Of(rows + random.Next(3)), BlockExtent.Of(subarrayRows * random.Next(1, 4)), BlockExtent.Of(Pick(divisors)), BlockExtent.Of(Pick(divisors)));
    }

    private BlockExtent Extent(int most, bool isHeight) => random.Next(6) switch
    {
        0 => BlockExtent.All,
        1 when isHeight => BlockExtent.Channel,
        2 => BlockExtent.Of(random.Next(1, most + 1)),
        _ => BlockExtent.Of(random.Next(1, Math.Min(most, 6) + 1)),
    };

    private LayerMask Mask(MatrixShape shape, FlexBlock pattern, bool isComplete)
    {
        ulong[]? kept = null;
        if (pattern.Full is { } full)
        {
            var (height, width) = (full.Rows.Resolve(shape.Rows, shape.ChannelRows), full.Columns.Resolve(shape.Columns, shape.ChannelRows));
            var blocks = shape.Groups * Pieces(shape.Rows, height) * Pieces(shape.Columns, width);
            kept = new ulong[(blocks + 63) / 64];
            var share = Pick(0, 0.1, 0.3, 0.5, 0.5, 0.9, 1);
            for (var b = 0; b < blocks; b++)
            {
                kept[b / 64] |= Chance(share) ? 1UL << b % 64 : 0;
            }
        }

        uint[]? choices = null;
        if (pattern.Intra is { } intra && isComplete)
        {
            choices = [.. Enumerable.Range(0, shape.Groups * Pieces(shape.Rows, intra.Rows) * shape.Columns).Select(_ => intra.Masks.IsEmpty ? Bits(intra.Rows, intra.Kept) : Pick([.. intra.Masks]))];
        }

        return new LayerMask(shape, pattern, kept, choices);
    }

    private BitShare[]? Skips(SparseChip chip)
    {
        if (Chance(0.5))
        {
            return null;
        }

        return [.. Enumerable.Range(0, chip.ActivationBits).Select(_ => Pick(random.Next(1, 12), random.Next(1, 200), random.Next(1, 1 << 30))).Select(total => new BitShare(Pick(random.Next(total + 1), random.Next(total + 1), total), total))];
    }

    private static int Pieces(int length, int piece) => (length + piece - 1) / piece;

    private uint Bits(int rows, int kept)
    {
        uint bits = 0;
        while (BitOperations.PopCount(bits) < kept)
        {
            bits |= 1u << random.Next(rows);
        }

        return bits;
    }

    private bool Chance(double share) => random.NextDouble() < share;

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
