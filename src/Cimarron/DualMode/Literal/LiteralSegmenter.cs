using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Literal;

/// <summary>
/// The dynamic program over the pieces of a chain: F(i, j) = T_intra + T_rw + min over k of (F(k, i − 1) + T_swc), with one allocation per segment. Any consecutive pieces that fit may share a segment,
/// those of one operator too. All arrays compute at first, and switch no earlier than they must.
/// </summary>
internal sealed class LiteralSegmenter(DualModeChip chip, LiteralAllocator allocator)
{
    /// <summary>The fastest way through all pieces, each of which fits the chip.</summary>
    public LiteralState Run(ImmutableArray<Piece> pieces, bool usesMemory, CancellationToken cancellation = default)
    {
        var reached = Enumerable.Range(0, pieces.Length + 1).Select(_ => new LiteralState?[chip.Arrays + 1]).ToArray();
        reached[0][0] = new LiteralState(0, 0);
        for (var start = 0; start < pieces.Length; start++)
        {
            cancellation.ThrowIfCancellationRequested();
            var tiles = 0L;
            for (var end = start + 1; end <= pieces.Length && (tiles += pieces[end - 1].Tiles.Count) <= chip.Arrays; end++)
            {
                Extend(reached[start], reached[end], allocator.Best(pieces[start..end], usesMemory));
            }
        }

        return reached[^1].OfType<LiteralState>().MinBy(s => s.Cycles)!;
    }

    private void Extend(LiteralState?[] from, LiteralState?[] to, SegmentAllocation segment)
    {
        foreach (var state in from.OfType<LiteralState>())
        {
            var memory = Math.Clamp(state.Memory, segment.MemoryArrays, chip.Arrays - segment.ComputeArrays);
            var switched = memory - state.Memory;
            var cycles = state.Cycles + segment.Total + (switched > 0 ? (double)switched * chip.SwitchToMemoryCycles : -(double)switched * chip.SwitchToComputeCycles);
            if (to[memory] is not { } known || cycles < known.Cycles)
            {
                to[memory] = new LiteralState(cycles, memory, segment, state);
            }
        }
    }
}
