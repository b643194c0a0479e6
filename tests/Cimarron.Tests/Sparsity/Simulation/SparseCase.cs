using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>One layer on one chip.</summary>
internal sealed record SparseCase(int Seed, LayerMask Mask, SparseChip Chip, SparseMapping Mapping, BitShare[]? Skips)
{
    public override string ToString()
    {
        var (s, p, c) = (Mask.Shape, Mask.Pattern, Chip);
        var kept = Enumerable.Range(0, s.Groups).Select(g => string.Join('/', Enumerable.Range(0, Mask.BlockRows).Select(i =>
            string.Concat(Enumerable.Range(0, Mask.BlockColumns).Select(j => Mask.KeepsBlock(g, i, j) ? '1' : '0')))));
        return $"seed {Seed}: G{s.Groups} M{s.Rows} N{s.Columns} V{s.Vectors}, full {p.Full} ({Mask.BlockHeight}x{Mask.BlockWidth}: {string.Join(' ', kept)}), intra {p.Intra} masks {p.Intra?.Masks.Length}, " +
            $"X{c.MacroRows} Y{c.MacroColumns} H{c.Rows} h{c.SubarrayRows} w{c.WeightColumns} (columns {c.Columns}), bits w{c.WeightBits} a{c.ActivationBits} acc{c.AccumulatorBits}, " +
            $"load {c.LoadBitsPerCycle} store {c.StoreBitsPerCycle} rowWrite {c.RowWriteCycles} buffer {c.OutputBufferBits} double {c.IsDoubleBuffered} zeros {c.DetectsZeros}, " +
            $"{Mapping.Compression ?? p.Compression} rearranges {Mapping.Rearranges} {Mapping.Strategy}, skips {(Skips is null ? "none" : string.Join(' ', Skips.Select(k => $"{k.Zero}/{k.Total}")))}";
    }
}
