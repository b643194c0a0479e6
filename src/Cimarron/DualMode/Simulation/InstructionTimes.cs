using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation;

/// <summary>Cycles of single instructions, from the definitions.</summary>
/// <exception cref="OverflowException">A size needs more than 63 bits.</exception>
internal sealed class InstructionTimes(ProgramSymbols symbols, DualModeChip chip)
{
    private const int PartialSumBits = 32;

    private readonly Dictionary<string, TileGrid> grids = new(StringComparer.Ordinal);

    /// <summary>Bytes of features of a tensor; its features have equal shares.</summary>
    public static long Bytes(ProgramTensor tensor, Part part) => checked(tensor.Elements / tensor.Features * part.Count);

    public static long CeilDivide(long a, long b) => checked((a + b - 1) / b);

    public long External(ProgramTensor tensor, Part part) => CeilDivide(checked(Bytes(tensor, part) * 8), chip.ExternalBitsPerCycle);

    /// <summary>What a CIM.write adds to the load of its operator.</summary>
    public LoadStream Load(WriteTiles instruction, string path)
    {
        var (op, grid) = Resolve(instruction.Operator, instruction.Tiles, instruction.Arrays, path);
        var bits = 0L;
        for (var tile = instruction.Tiles.First; tile < instruction.Tiles.End; tile++)
        {
            bits = checked(bits + (grid.Elements(tile) * chip.WeightBits) + grid.IndexBits(tile));
        }

        var crossings = chip.MulticastsWrites ? 1 : instruction.Arrays.Count / instruction.Tiles.Count;
        return new LoadStream(op.Name, checked(bits * crossings), (long)instruction.Arrays.Count * chip.WriteCycles);
    }

    /// <summary>Cycles of a CIM.mvm: stepping the rows through the copies, or streaming, whichever takes longer.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="viaArrays">Arrays that serve its stream.</param>
    /// <param name="sharers">Operators of the segment that divide the main bandwidth; 1 when each has all of it.</param>
    /// <param name="path">The statement.</param>
    public long Compute(Compute instruction, long viaArrays, int sharers, string path)
    {
        var (op, grid) = Resolve(instruction.Operator, instruction.Tiles, instruction.Arrays, path);
        var copies = instruction.Arrays.Count / instruction.Tiles.Count;
        var steps = checked(CeilDivide(op.Rows, copies) * chip.StepCycles);
        var bandwidth = checked(((long)sharers * viaArrays * chip.ArrayBitsPerCycle) + chip.MainBitsPerCycle);
        var stream = CeilDivide(checked(StreamBits(op, grid, instruction.Tiles, path) * sharers), bandwidth);
        return Math.Max(steps, stream);
    }

    /// <summary>Multiply-accumulates of a CIM.mvm.</summary>
    public long Macs(Compute instruction, string path)
    {
        var (op, grid) = Resolve(instruction.Operator, instruction.Tiles, instruction.Arrays, path);
        var macs = 0L;
        for (var tile = instruction.Tiles.First; tile < instruction.Tiles.End; tile++)
        {
            macs = checked(macs + (op.Rows * grid.Elements(tile)));
        }

        return macs;
    }

    public long Run(RunVector instruction, string path)
    {
        if (!symbols.Vectors.TryGetValue(instruction.Vector, out var vector))
        {
            throw ProgramTimer.Malformed(path, $"no vector operator '{instruction.Vector}' is declared");
        }

        var output = symbols.Tensors[vector.Output];
        RequireFeatures(output, instruction.Part, path);
        return chip.VectorWidth == 0 ? 0 : CeilDivide(checked(vector.Elements * instruction.Part.Count), (long)output.Features * chip.VectorWidth);
    }

    public ProgramTensor Tensor(string name, Part part, string path)
    {
        if (!symbols.Tensors.TryGetValue(name, out var tensor))
        {
            throw ProgramTimer.Malformed(path, $"no tensor '{name}' is declared");
        }

        RequireFeatures(tensor, part, path);
        return tensor;
    }

    /// <summary>Bits in and out of the arrays: the input once; results, or partial sums in the place of results that are not finished.</summary>
    private long StreamBits(ProgramOperator op, TileGrid grid, Part tiles, string path)
    {
        int firstRow = tiles.First % grid.TileRows, lines = tiles.Count / grid.TileRows;
        var isWhole = firstRow == 0 && tiles.Count % grid.TileRows == 0;
        var covered = new Part(tiles.First / grid.TileRows, isWhole ? lines : 1);
        if (!isWhole && firstRow + tiles.Count > grid.TileRows)
        {
            throw ProgramTimer.Malformed(path, $"tiles are whole tile columns of {grid.TileRows}, or tile rows of one of them");
        }

        var rows = isWhole ? new Part(0, grid.TileRows) : new Part(firstRow, tiles.Count);
        checked
        {
            var input = op.Rows * grid.Moved(rows) * grid.GroupsOf(covered) * chip.ActivationBits;
            var results = (long)op.Rows * grid.Features(covered).Count;
            var sumsIn = rows.First > 0 ? results * PartialSumBits : 0;
            return input + sumsIn + (results * (rows.End < grid.TileRows ? PartialSumBits : chip.ActivationBits));
        }
    }

    private (ProgramOperator Operator, TileGrid Grid) Resolve(string name, Part tiles, ArraySet arrays, string path)
    {
        if (!symbols.Operators.TryGetValue(name, out var op))
        {
            throw ProgramTimer.Malformed(path, $"no operator '{name}' is declared");
        }

        if (!grids.TryGetValue(name, out var grid))
        {
            grid = new TileGrid(op, chip);
            grids.Add(name, grid);
        }

        if (tiles.First < 0 || tiles.Count < 1 || (long)tiles.First + tiles.Count > grid.Tiles || !grid.FitsPacks)
        {
            throw ProgramTimer.Malformed(path, $"'{name}' has no tiles {tiles.First} … {(long)tiles.First + tiles.Count - 1} on this chip");
        }

        return arrays.Items.IsDefaultOrEmpty || arrays.Count % tiles.Count != 0
            ? throw ProgramTimer.Malformed(path, "the arrays are no whole number of copies of the tiles")
            : (op, grid);
    }

    private static void RequireFeatures(ProgramTensor tensor, Part part, string path)
    {
        if (part.First < 0 || part.Count < 1 || part.Count > tensor.Features - part.First)
        {
            throw ProgramTimer.Malformed(path, $"'{tensor.Name}' has {tensor.Features} features");
        }
    }
}
