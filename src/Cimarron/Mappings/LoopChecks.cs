using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>The checks of a mapping that need no footprints: axes, levels, order, bounds.</summary>
internal static class LoopChecks
{
    public static void Spatial(Mapping mapping, Chip chip, ImmutableArray<MappingViolation>.Builder found)
    {
        Span<long> used = stackalloc long[chip.Axes.Length];
        used.Fill(1);
        for (var i = 0; i < mapping.Spatial.Length; i++)
        {
            var loop = mapping.Spatial[i];
            CheckSize(loop.Size, $"spatial[{i}].size", found);
            if (loop.Axis < 0 || loop.Axis >= chip.Axes.Length)
            {
                found.Add(new(MappingViolationKind.UnknownPlace, $"spatial[{i}].axis", $"chip '{chip.Name}' has no axis {loop.Axis}"));
                continue;
            }

            var axis = chip.Axes[loop.Axis];
            used[loop.Axis] = Saturating.Multiply(used[loop.Axis], Math.Max(1, loop.Size));
            if (!axis.Dims.Contains(loop.Dim))
            {
                found.Add(new(
                    MappingViolationKind.AxisDim,
                    $"spatial[{i}].dim",
                    $"axis '{axis.Name}' cannot unroll {loop.Dim}, only {string.Join(", ", axis.Dims)}",
                    $"make {loop.Dim} a temporal loop or move it to another axis"));
            }
        }

        for (var axis = 0; axis < used.Length; axis++)
        {
            if (used[axis] > chip.Axes[axis].Size)
            {
                found.Add(new(
                    MappingViolationKind.AxisOverflow,
                    "spatial",
                    $"the loops on axis '{chip.Axes[axis].Name}' take {used[axis]} units, it has {chip.Axes[axis].Size}",
                    "use smaller factors, or move one to the temporal loops") { Used = used[axis], Available = chip.Axes[axis].Size });
            }
        }
    }

    public static void Temporal(Mapping mapping, Chip chip, LegalityProfile profile, ImmutableArray<MappingViolation>.Builder found)
    {
        if (mapping.Temporal.IsEmpty)
        {
            found.Add(new(
                MappingViolationKind.NoTemporalLoop,
                "temporal",
                "there is no temporal loop, so no operand has a memory level",
                "make one of the spatial factors a temporal loop"));
            return;
        }

        for (var i = 0; i < mapping.Temporal.Length; i++)
        {
            CheckSize(mapping.Temporal[i].Size, $"temporal[{i}].size", found);
            foreach (var operand in Operands.All)
            {
                CheckLevel(mapping, chip, i, operand, found);
            }
        }

        if (profile == LegalityProfile.Strict && mapping.Temporal[0].OutputLevel > 0)
        {
            found.Add(new(
                MappingViolationKind.OutputPreload,
                "temporal[0].levels.O",
                $"the outermost output loop must be in {chip.Levels[0].Name}; preloaded outputs would never pay their way back there",
                "move the loop's output level, or allow it with the reference profile") { Level = mapping.Temporal[0].OutputLevel });
        }
    }

    public static void Coverage(Mapping mapping, ImmutableArray<MappingViolation>.Builder found)
    {
        foreach (var dim in Operands.Dims)
        {
            var covered = 1L;
            foreach (var loop in mapping.Spatial)
            {
                covered = loop.Dim == dim ? Saturating.Multiply(covered, Math.Max(1, loop.Size)) : covered;
            }

            foreach (var loop in mapping.Temporal)
            {
                covered = loop.Dim == dim ? Saturating.Multiply(covered, Math.Max(1, loop.Size)) : covered;
            }

            var bound = mapping.Layer[dim];
            if (covered < bound)
            {
                found.Add(new(
                    MappingViolationKind.Uncovered,
                    $"layer.{dim}",
                    $"the loops over {dim} cover {covered} of {bound} iterations",
                    $"add loops over {dim} until their product is at least {bound}") { Used = covered, Available = bound });
            }
            else if (covered > bound)
            {
                found.Add(new(
                    MappingViolationKind.Padded,
                    $"layer.{dim}",
                    $"the loops over {dim} cover {covered} iterations, the layer needs {bound}") { Used = covered, Available = bound });
            }
        }
    }

    private static void CheckLevel(Mapping mapping, Chip chip, int i, Operand operand, ImmutableArray<MappingViolation>.Builder found)
    {
        var level = mapping.Temporal[i].Level(operand);
        var field = $"temporal[{i}].levels.{operand.Letter()}";
        if (level < 0 || level >= chip.Levels.Length)
        {
            found.Add(new(MappingViolationKind.UnknownPlace, field, $"chip '{chip.Name}' has no level {level}"));
            return;
        }

        var name = chip.Levels[level].Name;
        if (!chip.Levels[level].Holding(operand))
        {
            var holders = string.Join(", ", chip.Levels.Where(candidate => candidate.Holding(operand)).Select(candidate => candidate.Name));
            found.Add(new(MappingViolationKind.LevelOperand, field, $"level '{name}' cannot hold {operand.Letter()}", $"use one of {holders}")
            {
                Level = level,
            });
        }

        var outer = i == 0 ? 0 : mapping.Temporal[i - 1].Level(operand);
        if (level < outer && outer < chip.Levels.Length)
        {
            found.Add(new(
                MappingViolationKind.LevelOrder,
                field,
                $"level '{name}' is outside of '{chip.Levels[outer].Name}', where the loop around it has {operand.Letter()}",
                "levels may stay or go inwards from loop to loop") { Level = level });
        }
    }

    private static void CheckSize(int size, string field, ImmutableArray<MappingViolation>.Builder found)
    {
        if (size < 2)
        {
            found.Add(new(MappingViolationKind.LoopSize, field, $"a loop of size {size}; every loop has at least two iterations", "leave the loop out"));
        }
    }
}
