using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>
/// All spatial schemes of a layer: every way to give divisors of its bounds to the axes of the chip. With padding also schemes that
/// over-cover: a factor that fills what is left of an axis although it does not divide, and temporal bounds rounded up to the next number
/// whose prime factors are at most 7. Of two schemes that are mirror images of each other only one is kept.
/// </summary>
internal sealed class SchemeEnumerator
{
    private const int LargestSmoothPrime = 7;

    private readonly ChipTables _chip;
    private readonly bool _padding;
    private readonly bool _mirrored;
    private readonly List<Scheme> _schemes = [];
    private readonly List<SpatialLoop> _loops = [];
    private readonly int[] _left = new int[Operands.DimCount];

    private SchemeEnumerator(ChipTables chip, Layer layer, bool padding, bool isOrdered)
    {
        _chip = chip;
        _padding = padding;
        _mirrored = !isOrdered && IsMirrored(chip, layer);
        for (var dim = 0; dim < Operands.DimCount; dim++)
        {
            _left[dim] = layer[(Dim)dim];
        }
    }

    /// <summary>The schemes, in a fixed order.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="padding">Whether schemes may over-cover the bounds.</param>
    /// <param name="isOrdered">Whether the order of loops is restricted, which tells mirror images apart.</param>
    public static List<Scheme> Enumerate(ChipTables chip, Layer layer, bool padding, bool isOrdered = false)
    {
        var enumerator = new SchemeEnumerator(chip, layer, padding, isOrdered);
        enumerator.Unroll(0, 0, chip.Chip.Axes.IsEmpty ? 1 : chip.Chip.Axes[0].Size, 1);
        return enumerator._schemes;
    }

    private void Unroll(int axis, int dimIndex, int room, int cores)
    {
        if (axis == _chip.Chip.Axes.Length)
        {
            AddSchemes(0, cores);
            return;
        }

        var description = _chip.Chip.Axes[axis];
        if (dimIndex == description.Dims.Length)
        {
            var next = axis + 1;
            Unroll(next, 0, next < _chip.Chip.Axes.Length ? _chip.Chip.Axes[next].Size : 1, cores);
            return;
        }

        var dim = (int)description.Dims[dimIndex];
        var bound = _left[dim];
        foreach (var factor in Factors(bound, room))
        {
            if (factor > 1)
            {
                _loops.Add(new SpatialLoop(axis, (Dim)dim, factor));
            }

            _left[dim] = CeilingDivide(bound, factor);
            Unroll(axis, dimIndex + 1, room / factor, description.Kind == AxisKind.Cores ? cores * factor : cores);
            if (factor > 1)
            {
                _loops.RemoveAt(_loops.Count - 1);
            }
        }

        _left[dim] = bound;
    }

    private IEnumerable<int> Factors(int bound, int room)
    {
        foreach (var divisor in TileLattice.Divisors(bound))
        {
            if (divisor > room)
            {
                break;
            }

            yield return divisor;
        }

        // Filling the axis only helps if no smaller factor leaves the same number of steps.
        if (_padding && room > 1 && room < bound && bound % room != 0 && CeilingDivide(bound, CeilingDivide(bound, room)) == room)
        {
            yield return room;
        }
    }

    private void AddSchemes(int dim, int cores)
    {
        if (dim == Operands.DimCount)
        {
            AddScheme(cores);
            return;
        }

        AddSchemes(dim + 1, cores);
        var bound = _left[dim];
        var smooth = _padding ? Smooth(bound) : bound;
        if (smooth != bound)
        {
            _left[dim] = smooth;
            AddSchemes(dim + 1, cores);
            _left[dim] = bound;
        }
    }

    private void AddScheme(int cores)
    {
        var activations = 1.0;
        foreach (var bound in _left)
        {
            activations *= bound;
        }

        // A nest needs at least one temporal loop: the levels of the operands are named by loops.
        if (activations > 1 && !(_mirrored && MirrorComesFirst()))
        {
            _schemes.Add(new Scheme([.. _loops], [.. _left], activations, cores));
        }
    }

    /// <summary>Whether the scheme with R, S and P, Q exchanged is the one that is kept.</summary>
    private bool MirrorComesFirst()
    {
        for (var axis = 0; axis < _chip.Chip.Axes.Length; axis++)
        {
            foreach (var (first, second) in ((Dim, Dim)[])[(Dim.R, Dim.S), (Dim.P, Dim.Q)])
            {
                var order = Factor(axis, first).CompareTo(Factor(axis, second));
                if (order != 0)
                {
                    return order < 0;
                }
            }
        }

        foreach (var (first, second) in ((Dim, Dim)[])[(Dim.R, Dim.S), (Dim.P, Dim.Q)])
        {
            if (_left[(int)first] != _left[(int)second])
            {
                return _left[(int)first] < _left[(int)second];
            }
        }

        return false;
    }

    private int Factor(int axis, Dim dim)
    {
        var factor = 1;
        foreach (var loop in _loops)
        {
            factor *= loop.Axis == axis && loop.Dim == dim ? loop.Size : 1;
        }

        return factor;
    }

    /// <summary>Whether exchanging height and width changes nothing, neither in the layer nor on the chip.</summary>
    private static bool IsMirrored(ChipTables chip, Layer layer) =>
        layer.R == layer.S && layer.P == layer.Q && layer.H == layer.W && layer.StrideHeight == layer.StrideWidth
        && layer.DilationHeight == layer.DilationWidth
        && chip.Chip.Axes.All(a => a.Dims.Contains(Dim.P) == a.Dims.Contains(Dim.Q) && a.Dims.Contains(Dim.R) == a.Dims.Contains(Dim.S));

    /// <summary>The least number ≥ <paramref name="bound"/> without prime factors above 7.</summary>
    private static int Smooth(int bound)
    {
        for (var candidate = bound; candidate > 0; candidate++)
        {
            var rest = candidate;
            for (var prime = 2; prime <= LargestSmoothPrime; prime++)
            {
                while (rest % prime == 0)
                {
                    rest /= prime;
                }
            }

            if (rest == 1)
            {
                return candidate;
            }
        }

        return bound;
    }

    private static int CeilingDivide(int value, int divisor) => ((value - 1) / divisor) + 1;
}
