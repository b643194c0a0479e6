using System.Collections.Immutable;
using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>All spatial schemes of a layer: every way to give divisors of its bounds to the axes of the chip.</summary>
internal sealed class SchemeEnumerator
{
    private readonly ChipTables _chip;
    private readonly List<Scheme> _schemes = [];
    private readonly List<SpatialLoop> _loops = [];
    private readonly int[] _left;

    private SchemeEnumerator(ChipTables chip, ReadOnlySpan<int> bounds)
    {
        _chip = chip;
        _left = bounds.ToArray();
    }

    public static List<Scheme> Enumerate(ChipTables chip, ReadOnlySpan<int> bounds)
    {
        var enumerator = new SchemeEnumerator(chip, bounds);
        enumerator.Unroll(0, 0, chip.Chip.Axes.IsEmpty ? 1 : chip.Chip.Axes[0].Size, 1);
        return enumerator._schemes;
    }

    private void Unroll(int axis, int dimIndex, int room, int cores)
    {
        if (axis == _chip.Chip.Axes.Length)
        {
            AddScheme(cores);
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
        foreach (var factor in TileLattice.Divisors(bound))
        {
            if (factor > room)
            {
                break;
            }

            if (factor > 1)
            {
                _loops.Add(new SpatialLoop(axis, (Dim)dim, factor));
            }

            _left[dim] = bound / factor;
            Unroll(axis, dimIndex + 1, room / factor, description.Kind == Hardware.AxisKind.Cores ? cores * factor : cores);
            _left[dim] = bound;
            if (factor > 1)
            {
                _loops.RemoveAt(_loops.Count - 1);
            }
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
        if (activations > 1)
        {
            _schemes.Add(new Scheme([.. _loops], [.. _left], activations, cores));
        }
    }
}
