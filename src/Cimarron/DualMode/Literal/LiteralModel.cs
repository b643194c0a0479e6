using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Literal;

/// <summary>
/// The equations of CMSwitch (ASPLOS 2025, arXiv 2502.17006) taken at their word, without what a compiler must know to produce a program: matrix operators are a chain, nothing else costs anything, weights produced at
/// run time load like any, nothing is written back, and one plan is kept per segment. docs/paper-cmswitch.md lists the rules. It estimates; programs come from <see cref="DualModeCompiler"/>.
/// </summary>
public sealed class LiteralModel
{
    private readonly DualModeChip _chip;
    private readonly LiteralOptions _options;
    private readonly LiteralAllocator _allocator;
    private readonly LiteralSegmenter _segmenter;
    private readonly LiteralBaseline _baseline;

    private LiteralModel(DualModeChip chip, LiteralOptions options)
    {
        (_chip, _options) = (chip, options);
        var model = new LiteralCost(chip, options.Cost);
        _allocator = new LiteralAllocator(chip, model);
        _segmenter = new LiteralSegmenter(chip, _allocator);
        _baseline = new LiteralBaseline(chip, model, options.CopiesProducts);
    }

    /// <summary>Cycles of a network, compiled in the ways that are compared.</summary>
    /// <param name="network">The network. Its vector operators are free; of a network of repeated layers only these count.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">What the reading leaves open.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DiagnosticException">The network has no matrix operator (CIM0814), or one of them has more tiles than can be numbered (CIM0811).</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static LiteralResult Compare(Network network, DualModeChip chip, LiteralOptions options, CancellationToken cancellationToken = default)
    {
        var blocks = LiteralBlock.Of(network);
        if (blocks.IsEmpty)
        {
            throw DualModeCompiler.NothingToPlan(network.Name);
        }

        return new LiteralModel(chip, options).Compare(blocks, cancellationToken);
    }

    private LiteralResult Compare(ImmutableArray<LiteralBlock> blocks, CancellationToken cancellation)
    {
        var (baseline, compute, dual, chosen, time, arrays) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var block in blocks)
        {
            var pieces = Pieces(block, o => LiteralPieces.Cut(o, _chip, _chip.Arrays));
            baseline += block.Repeat * _baseline.Cycles(pieces);
            compute += block.Repeat * _segmenter.Run(pieces, usesMemory: false, cancellation).Cycles;
            var greedy = _segmenter.Run(pieces, usesMemory: true, cancellation);
            var last = _options.HasGreedyPieces ? greedy : _segmenter.Run(Pieces(block, o => LiteralPieces.Choose(o, _chip, _allocator)), usesMemory: true, cancellation);
            dual += block.Repeat * greedy.Cycles;
            chosen += block.Repeat * last.Cycles;
            time += block.Repeat * last.Segments().Sum(s => s.Total);
            arrays += block.Repeat * last.Segments().Sum(s => s.Total * s.MemoryArrays);
        }

        return new LiteralResult(baseline, compute, dual, chosen, arrays / time / _chip.Arrays);
    }

    private static ImmutableArray<Piece> Pieces(LiteralBlock block, Func<DualOperator, ImmutableArray<Piece>> cut) => [.. block.Operators.SelectMany(o => cut(o))];
}
