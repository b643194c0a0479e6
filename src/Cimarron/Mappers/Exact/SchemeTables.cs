using Cimarron.Costs;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>Costs of every possible transfer of a scheme, by tile.</summary>
internal sealed class SchemeTables
{
    private const int Output = (int)Operand.Output;

    private readonly ChipTables _chip;
    private readonly long[][] _elements;
    private readonly double[] _instances;

    public SchemeTables(ChipTables chip, Layer layer, Scheme scheme)
    {
        _chip = chip;
        Layer = layer;
        Scheme = scheme;
        Lattice = new TileLattice(scheme.Bounds.AsSpan());
        Repeats = new double[Lattice.Count];
        ReductionLeft = new bool[Lattice.Count];
        _elements = new long[Operands.Count * chip.LevelCount][];
        _instances = new double[Operands.Count * chip.LevelCount];
        FillTiles();
        FillElements();
        MacNanojoules = chip.ActivationPicojoules * scheme.Activations * scheme.Cores * 1e-3;
        ComputeCycles = scheme.Activations * chip.MacCycles;
        HasTemporalReduction = ReductionLeft[0];
    }

    public Layer Layer { get; }

    public Scheme Scheme { get; }

    public TileLattice Lattice { get; }

    /// <summary>Per tile how often it is run: total activations over those inside it.</summary>
    public double[] Repeats { get; }

    /// <summary>Per tile whether reduction loops remain outside it.</summary>
    public bool[] ReductionLeft { get; }

    public double MacNanojoules { get; }

    public double ComputeCycles { get; }

    public bool HasTemporalReduction { get; }

    /// <summary>Elements of an operand in one instance of a level when the tile's loops are at the level or inside it (for a source: outside its target).</summary>
    public long Elements(int operand, int level, int tile) => _elements[(operand * _chip.LevelCount) + level][tile];

    /// <summary>Bits resident in one instance of a level that holds the tile, once.</summary>
    public long ResidentBits(int operand, int level, int tile, bool partial) => Elements(operand, level, tile) * Bits(operand, level, partial);

    /// <summary>Cycles of one transfer out of a level (rule 8).</summary>
    public long Cycles(int operand, int from, int to, int tile, bool partial)
    {
        var width = _chip.PortBits[from];
        var cycles = ((Elements(operand, from, tile) * Bits(operand, from, partial)) + width - 1) / width;
        return to < 0 && from != _chip.Tips[operand] ? cycles + 1 : cycles;
    }

    /// <summary>Energy in nJ of all transfers over a link that fires once per run of the tile (rule 13).</summary>
    public double Nanojoules(int operand, int from, int to, int tile, bool partial, bool targetPartial)
    {
        var bits = Elements(operand, from, tile) * (double)Bits(operand, from, partial) * Instances(operand, from);
        var energy = bits * (_chip.ReadPicojoules[from] + (operand == Output ? _chip.WritePicojoules[from] : 0));
        if (to >= 0)
        {
            bits = Elements(operand, to, tile) * (double)Bits(operand, to, targetPartial) * Instances(operand, to);
            energy += bits * (_chip.WritePicojoules[to] + (operand == Output ? _chip.ReadPicojoules[to] : 0));
        }
        else if (from != _chip.Tips[operand])
        {
            var tip = _chip.Tips[operand];
            bits = Bits(operand, tip, HasTemporalReduction) * Instances(operand, tip) * (operand == Output ? 2 : 1);
            energy += bits * (_chip.ReadPicojoules[tip] + _chip.WritePicojoules[tip]);
        }

        return energy * Repeats[tile] * 1e-3;
    }

    /// <summary>Energy in nJ of preloading an operand whose outermost level is not DRAM (rule 13).</summary>
    public double PreloadNanojoules(int operand, int first, bool partial)
    {
        var target = Elements(operand, first, Lattice.Count - 1) * (double)Bits(operand, first, partial) * Instances(operand, first);
        return ((PreloadBits(operand) * _chip.ReadPicojoules[0]) + (target * _chip.WritePicojoules[first])) * 1e-3;
    }

    /// <summary>Cycles of preloading an operand, not rounded (rule 11).</summary>
    public double PreloadCycles(int operand) => PreloadBits(operand) / _chip.PortBits[0];

    private int Bits(int operand, int level, bool partial) => _chip.Bits(operand, level, Layer.WeightIndexBits, partial);

    private double Instances(int operand, int level) => _instances[(operand * _chip.LevelCount) + level];

    private double PreloadBits(int operand)
    {
        return (double)Footprint.OfLayer(Layer, operand) * Bits(operand, 0, partial: false);
    }

    private void FillTiles()
    {
        for (var tile = 0; tile < Lattice.Count; tile++)
        {
            var product = 1.0;
            for (var dim = 0; dim < Operands.DimCount; dim++)
            {
                var extent = Lattice.Extent(tile, dim);
                product *= extent;
                ReductionLeft[tile] |= Operands.IsReduction((Dim)dim) && extent != Scheme.Bounds[dim];
            }

            Repeats[tile] = Scheme.Activations / product;
        }
    }

    private void FillElements()
    {
        var footprint = new Footprint(Layer);
        Span<int> spatial = stackalloc int[Operands.DimCount];
        Span<int> extents = stackalloc int[Operands.DimCount];
        for (var operand = 0; operand < Operands.Count; operand++)
        {
            foreach (var level in _chip.LevelsOf[operand])
            {
                var index = (operand * _chip.LevelCount) + level;
                spatial.Fill(1);
                _instances[index] = 1;
                foreach (var loop in Scheme.Spatial)
                {
                    if (_chip.Chip.Axes[loop.Axis].Feeds[operand] >= level)
                    {
                        spatial[(int)loop.Dim] *= loop.Size;
                    }
                    else
                    {
                        _instances[index] *= loop.Size;
                    }
                }

                var elements = new long[Lattice.Count];
                for (var tile = 0; tile < elements.Length; tile++)
                {
                    for (var dim = 0; dim < Operands.DimCount; dim++)
                    {
                        extents[dim] = Lattice.Extent(tile, dim) * spatial[dim];
                    }

                    elements[tile] = footprint.Elements(operand, extents);
                }

                _elements[index] = elements;
            }
        }
    }
}
