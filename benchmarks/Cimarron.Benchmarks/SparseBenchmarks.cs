using BenchmarkDotNet.Attributes;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;
using Cimarron.Workloads;

namespace Cimarron.Benchmarks;

/// <summary>Time and allocation of evaluating all layers of a network with half of the blocks removed at random, on one thread.</summary>
[MemoryDiagnoser]
public class SparseBenchmarks
{
    private readonly SparseChip _chip = SparseChipLibrary.Load("ciminus-4");
    private readonly BitShare[] _skips = [.. Enumerable.Range(0, 8).Select(b => new BitShare(100_003L * (b + 1), 1_000_000))];
    private LayerMask[] _masks = [];

    /// <summary>The network, as the tool names it.</summary>
    [Params("resnet50", "vgg16", "mobilenetv2")]
    public string Model { get; set; } = "resnet50";

    /// <summary>Size of a block, and how it is packed.</summary>
    [Params("dense", "1x16", "16x1", "2:4")]
    public string Pattern { get; set; } = "dense";

    [GlobalSetup]
    public void Load()
    {
        var pattern = Pattern switch
        {
            "1x16" => Blocks(1, 16, Compression.Rows),
            "16x1" => Blocks(16, 1, Compression.Columns),
            "2:4" => new FlexBlock { Name = "2:4", Intra = new IntraBlock(4, 2) },
            _ => FlexBlock.Dense,
        };
        _masks = [.. NetworkLoader.Load(Model).Nodes.Where(n => n.Layer is not null).Select(n => Mask(MatrixShape.Of(n.Layer!), pattern))];
    }

    /// <summary>Every layer on the grid.</summary>
    [Benchmark(Baseline = true)]
    public long Grid() => Evaluate(new SparseMapping(), null);

    /// <summary>Every layer rearranged.</summary>
    [Benchmark]
    public long Rearranged() => Evaluate(new SparseMapping { Rearranges = true }, null);

    /// <summary>Every layer with input sparsity.</summary>
    [Benchmark]
    public long InputSparsity() => Evaluate(new SparseMapping(), _skips);

    private static FlexBlock Blocks(int rows, int columns, Compression compression) =>
        new() { Name = "blocks", Full = new FullBlock(BlockExtent.Of(rows), BlockExtent.Of(columns), 0.5), Compression = compression };

    private static LayerMask Mask(MatrixShape shape, FlexBlock pattern)
    {
        if (pattern.Full is not { } full)
        {
            return new LayerMask(shape, pattern, null, null);
        }

        var random = new Random(shape.Rows);
        var (height, width) = (full.Rows.Resolve(shape.Rows, shape.ChannelRows), full.Columns.Resolve(shape.Columns, shape.ChannelRows));
        var blocks = (long)shape.Groups * ((shape.Rows + height - 1) / height) * ((shape.Columns + width - 1) / width);
        var words = new ulong[(blocks + 63) / 64];
        for (long i = 0; i < blocks; i++)
        {
            words[i >> 6] |= random.Next(2) == 0 ? 1UL << (int)(i & 63) : 0;
        }

        return new LayerMask(shape, pattern, words, null);
    }

    private long Evaluate(SparseMapping mapping, BitShare[]? skips) => _masks.Sum(m => SparseEvaluator.Evaluate(m, _chip, mapping, skips).Cycles);
}
