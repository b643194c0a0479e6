using Cimarron.Costs;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>Latency and energy that no mapping can avoid, known without looking at any loop.</summary>
internal sealed class SchemeFloor
{
    private readonly ChipTables _chip;
    private readonly double _dramCycles;
    private readonly double _dramNanojoules;

    public SchemeFloor(ChipTables chip, Layer layer, bool outputsInDram)
    {
        _chip = chip;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            // With dilation the tiles of an input can miss elements, so only a tile's worth is certain; leave inputs out.
            if (operand == (int)Operand.Input && layer is not { DilationHeight: 1, DilationWidth: 1 })
            {
                continue;
            }

            // Every element crosses the DRAM port once, outputs both ways.
            var isOutput = operand == (int)Operand.Output;
            var bits = (double)Footprint.OfLayer(layer, operand) * chip.Bits(operand, 0, layer.WeightIndexBits, partial: false);
            _dramCycles = Math.Max(_dramCycles, bits / chip.PortBits[0] * (isOutput ? 2 : 1));
            _dramNanojoules += bits * (chip.ReadPicojoules[0] + (isOutput && outputsInDram ? chip.WritePicojoules[0] : 0)) * 1e-3;
        }
    }

    /// <summary>Bits of all operands, each once and finished.</summary>
    public static double DramBits(ChipTables chip, Layer layer)
    {
        var bits = 0.0;
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            bits += (double)Footprint.OfLayer(layer, operand) * chip.Bits(operand, 0, layer.WeightIndexBits, partial: false);
        }

        return bits;
    }

    public double Cycles(Scheme scheme) => Math.Max(_dramCycles, scheme.Activations * _chip.MacCycles);

    /// <summary>Energy without leakage, nJ.</summary>
    public double Nanojoules(Scheme scheme) => _dramNanojoules + (_chip.ActivationPicojoules * scheme.Activations * scheme.Cores * 1e-3);
}
