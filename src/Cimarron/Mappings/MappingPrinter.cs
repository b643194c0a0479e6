using System.Text;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>
/// Prints a mapping for people: spatial loops, the nest with the level of each operand and what moves at which loop, and how full
/// each level is. At most 120 columns for names of ordinary length.
/// </summary>
public static class MappingPrinter
{
    private const int LongestName = 16;
    private const int DeepestIndent = 20;
    private const string Doubled = " ×2";
    private const string Continued = "·";
    private const string Move = "  ↳ ";

    /// <summary>The mapping as text, lines separated by newlines, the last one ended by one.</summary>
    /// <param name="mapping">A mapping whose levels and axes exist on the chip, levels not decreasing inwards, with a temporal loop.</param>
    /// <param name="chip">The chip.</param>
    public static string Print(Mapping mapping, Chip chip)
    {
        var nest = NestStructure.Of(mapping, chip);
        var text = new StringBuilder();
        AppendHead(text, nest);
        text.Append('\n');
        AppendNest(text, nest);
        text.Append('\n');
        AppendLevels(text, nest);
        return text.ToString();
    }

    private static void AppendHead(StringBuilder text, NestStructure nest)
    {
        var layer = nest.Mapping.Layer;
        text.Append("layer    ").Append(Short(layer.Name)).Append(": ")
            .AppendJoin(' ', Operands.Dims.Select(dim => $"{dim}{layer[dim]}"))
            .Append(", input ").Append(layer.H).Append('×').Append(layer.W)
            .Append(Pair(", stride ", layer.StrideHeight, layer.StrideWidth))
            .Append(layer.DilationHeight * (long)layer.DilationWidth == 1 ? "" : Pair(", dilation ", layer.DilationHeight, layer.DilationWidth))
            .Append(Padding(layer.Padding))
            .Append('\n');
        text.Append("chip     ").Append(nest.Chip.Name).Append('\n');
        var label = "spatial  ";
        foreach (var line in Spatial(nest))
        {
            text.Append(label).Append(line).Append('\n');
            label = "         ";
        }

        label = "surplus  ";
        foreach (var padded in Surplus(nest))
        {
            text.Append(label).Append(padded).Append('\n');
            label = "         ";
        }
    }

    private static List<string> Spatial(NestStructure nest)
    {
        var columns = new TextColumns("<><");
        for (var axis = 0; axis < nest.Chip.Axes.Length; axis++)
        {
            var loops = nest.Mapping.Spatial.Where(loop => loop.Axis == axis).ToList();
            var used = loops.Aggregate(1L, (product, loop) => Saturating.Multiply(product, loop.Size));
            var text = loops.Count == 0 ? "not unrolled" : string.Join(" · ", loops.Select(loop => $"{loop.Dim} {loop.Size}"));
            columns.Add(Short(nest.Chip.Axes[axis].Name), $"{used} of {nest.Chip.Axes[axis].Size}", text);
        }

        return columns.Lines();
    }

    private static IEnumerable<string> Surplus(NestStructure nest)
    {
        foreach (var dim in Operands.Dims)
        {
            var sizes = nest.Mapping.Spatial.Where(loop => loop.Dim == dim).Select(loop => loop.Size)
                .Concat(nest.Mapping.Temporal.Where(loop => loop.Dim == dim).Select(loop => loop.Size));
            var covered = sizes.Aggregate(1L, (product, size) => Saturating.Multiply(product, size));
            if (covered > nest.Mapping.Layer[dim])
            {
                yield return $"{dim} runs {covered} iterations for {nest.Mapping.Layer[dim]}";
            }
        }
    }

    /// <summary>One line per loop, and below it one per transfer it fires.</summary>
    private static void AppendNest(StringBuilder text, NestStructure nest)
    {
        var loops = new TextColumns("<<<<");
        loops.Add("loop", "I", "W", "O");
        var moves = new TextColumns("<<<<>><>>");
        var rows = new List<(int Loop, int Move)>();
        AddPreloads(nest, moves, rows);
        for (var l = 0; l < nest.Loops.Length; l++)
        {
            rows.Add((loops.Add(LoopText(nest, l), PlaceText(nest, l, Operand.Input), PlaceText(nest, l, Operand.Weight), PlaceText(nest, l, Operand.Output)), -1));
            foreach (var block in Operands.All.SelectMany(operand => nest.Blocks(operand)).Where(block => block.FiringLoop == l))
            {
                rows.Add((-1, moves.Add(MoveCells(nest, block))));
            }
        }

        var cores = nest.Mapping.Spatial.Where(loop => nest.Chip.Axes[loop.Axis].Kind == AxisKind.Cores).Aggregate(1L, (product, loop) => Saturating.Multiply(product, loop.Size));
        var compute = $"{Indent(nest.Loops.Length)}MAC  {nest.Chip.MacCycles} cycles, {nest.Loops[^1].Iterations:N0} times on {cores} core{(cores == 1 ? "" : "s")}";
        List<string> loopLines = loops.Lines(), moveLines = moves.Lines();
        var left = new string(' ', loops.Width(0)) + Move;
        text.Append(loopLines[0]).Append('\n');
        foreach (var (loop, move) in rows)
        {
            text.Append(loop >= 0 ? loopLines[loop] : left + moveLines[move]).Append('\n');
        }

        text.Append(compute).Append('\n');
    }

    private static void AddPreloads(NestStructure nest, TextColumns moves, List<(int Loop, int Move)> rows)
    {
        long[] bounds = [.. Operands.Dims.Select(dim => nest.Mapping.Layer[dim])];
        foreach (var operand in Operands.All)
        {
            var first = nest.Blocks(operand)[0].Level;
            if (first > 0)
            {
                var size = Footprint.Elements(nest.Mapping.Layer, operand, bounds);
                var bits = nest.ElementBits(0, operand);
                var cycles = (double)size * bits / nest.Chip.Levels[0].PortBitsPerCycle;
                var when = operand == Operand.Output ? "before and after" : "before";
                rows.Add((-1, moves.Add(
                    operand.Letter(), Name(nest, 0), Arrow(operand), Name(nest, first), $"{size:N0}", $"× {bits}", "bit", $"{cycles:#,0.##} cycles", when)));
            }
        }
    }

    private static string[] MoveCells(NestStructure nest, NestBlock block) =>
    [
        block.Operand.Letter(),
        Name(nest, block.Level),
        Arrow(block.Operand),
        block.Next is { } next ? Name(nest, next) : "MAC",
        $"{block.TileElements:N0}",
        $"× {block.ElementBits}",
        "bit",
        block.TransferCycles == 1 ? "1 cycle " : $"{block.TransferCycles:N0} cycles",
        Times(nest.Loops[block.FiringLoop!.Value].Iterations),
    ];

    private static string Times(long count) => count == 1 ? "once" : $"{count:N0} times";

    /// <summary>Outputs come and go, each way with the cycles given.</summary>
    private static string Arrow(Operand operand) => operand == Operand.Output ? "⇄" : "→";

    private static string LoopText(NestStructure nest, int l)
    {
        var loop = nest.Loops[l];
        return Indent(l) + (loop.Anchor is { } operand ? $"anchor {operand.Letter()}" : $"{loop.Loop.Dim} {loop.Loop.Size}");
    }

    private static string Indent(int depth) => new(' ', Math.Min(depth, DeepestIndent));

    /// <summary>The level's name where a block begins, a dot where it goes on.</summary>
    private static string PlaceText(NestStructure nest, int l, Operand operand)
    {
        var level = nest.Loops[l].Loop.Level(operand);
        var block = nest.Block(level, operand)!;
        return block.Start < l ? Continued : Name(nest, level) + (block.DoubleBuffered ? Doubled : "");
    }

    private static void AppendLevels(StringBuilder text, NestStructure nest)
    {
        var columns = new TextColumns("<>>>>>>");
        columns.Add("level", "holds", "of bits", "", "I", "W", "O");
        for (var level = 0; level < nest.Chip.Levels.Length; level++)
        {
            var used = nest.OccupiedBits(level);
            var size = nest.Chip.Levels[level].CapacityBits;
            columns.Add(
                Name(nest, level), $"{used:N0}", $"{size:N0}", $"{100.0 * used / size:0.0} %{(used > size ? " !" : "  ")}",
                Share(nest, level, Operand.Input), Share(nest, level, Operand.Weight), Share(nest, level, Operand.Output));
        }

        text.AppendJoin('\n', columns.Lines()).Append('\n');
    }

    /// <summary>Elements times bits, and twice when double buffered; a dash where the operand passes the level by.</summary>
    private static string Share(NestStructure nest, int level, Operand operand)
    {
        if (nest.Block(level, operand) is not { } block)
        {
            return nest.Chip.Levels[level].Holding(operand) ? "–" : "";
        }

        return $"{block.ResidentElements:N0} × {block.ElementBits}{(block.DoubleBuffered ? Doubled : "")}";
    }

    private static string Pair(string label, int height, int width) => label + (height == width ? $"{height}" : $"{height}×{width}");

    private static string Padding(Padding padding) => padding == default ? ""
        : padding == Workloads.Padding.Uniform(padding.Top) ? $", padding {padding.Top}"
        : $", padding {padding.Top} {padding.Left} {padding.Bottom} {padding.Right} (top left bottom right)";

    private static string Name(NestStructure nest, int level) => Short(nest.Chip.Levels[level].Name);

    private static string Short(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";
}
