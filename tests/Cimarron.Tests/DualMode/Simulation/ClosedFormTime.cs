using Cimarron.DualMode;
using Cimarron.DualMode.Programs;

namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>The timing rules once more, as formulas over fractions and with repeated blocks unrolled.</summary>
internal sealed class ClosedFormTime(MetaProgram program, DualModeChip chip)
{
    private readonly Dictionary<string, int> arrays = [];

    public long Of(IReadOnlyList<Statement> code)
    {
        long total = 0;
        for (var i = 0; i < code.Count; i++)
        {
            if (code[i] is WriteTiles)
            {
                var load = code.Skip(i).TakeWhile(s => s is WriteTiles).Cast<WriteTiles>().ToArray();
                total += Load(load);
                i += load.Length - 1;
            }
            else
            {
                total += Of(code[i]);
            }
        }

        return total;
    }

    private static long Ceiling(decimal value) => (long)Math.Ceiling(value);

    private long Of(Statement statement)
    {
        switch (statement)
        {
            case SwitchMode s:
                return s.Arrays.Count * (s.ToCompute ? chip.SwitchToComputeCycles : chip.SwitchToMemoryCycles);
            case Allocate a:
                arrays[a.Tensor] = a.Arrays.Count;
                return 0;
            case Free f:
                arrays.Remove(f.Tensor);
                return 0;
            case ExternalRead r:
                return External(r.Tensor, r.Part);
            case ExternalWrite w:
                return External(w.Tensor, w.Part);
            case RepeatBlock r:
                return Enumerable.Range(0, r.Count).Sum(_ => Of(r.Body));
            case ParallelBlock p:
                var computes = p.Body.OfType<Compute>().ToArray();
                return computes.Select(c => Of(c, computes.Length)).Concat(p.Body.OfType<RunVector>().Select(Of)).Max();
            default:
                throw new NotSupportedException();
        }
    }

    private long External(string name, Part part)
    {
        var tensor = program.Tensors.Single(t => t.Name == name);
        return Ceiling((decimal)Ceiling((decimal)tensor.Elements * part.Count / tensor.Features) * 8 / chip.ExternalBitsPerCycle);
    }

    private long Of(RunVector run)
    {
        var vector = program.Vectors.Single(v => v.Name == run.Vector);
        var features = program.Tensors.Single(t => t.Name == vector.Output).Features;
        return chip.VectorWidth == 0 ? 0 : Ceiling((decimal)vector.Elements * run.Part.Count / features / chip.VectorWidth);
    }

    /// <summary>Each weight has a tile: the one of its pack, column and row.</summary>
    private IEnumerable<(int Group, int N, int K)> Weights(ProgramOperator op, Part tiles)
    {
        int rows = Ceil(op.Reduction, chip.Rows), columns = Ceil(op.Columns, chip.WeightColumns);
        return from g in Enumerable.Range(0, op.Groups)
               from n in Enumerable.Range(0, op.Reduction)
               from k in Enumerable.Range(0, op.Columns)
               let tile = (g / op.GroupsPerTile * columns + (op.GroupsPerTile > 1 ? 0 : k / chip.WeightColumns)) * rows + n / chip.Rows
               where tile >= tiles.First && tile < tiles.First + tiles.Count
               select (g, n, k);
    }

    private static int Ceil(int a, int b) => (a + b - 1) / b;

    private long Load(WriteTiles[] writes)
    {
        var least = writes.GroupBy(w => w.Operator).Max(g => g.Sum(w => w.Arrays.Count) * chip.WriteCycles);
        var weights = writes.Sum(w => (long)Weights(program.Operators.Single(o => o.Name == w.Operator), w.Tiles).Count() * (chip.MulticastsWrites ? 1 : w.Arrays.Count / w.Tiles.Count));
        return Math.Max(least, Ceiling((decimal)weights * chip.WeightBits / chip.ExternalBitsPerCycle));
    }

    private long Of(Compute compute, int sharers)
    {
        var op = program.Operators.Single(o => o.Name == compute.Operator);
        var weights = Weights(op, compute.Tiles).ToArray();
        var inputs = weights.Select(w => (w.Group, w.N)).Distinct().Count();
        var outputs = weights.Select(w => (w.Group, w.K)).Distinct().Count();
        var hasFirst = weights.Any(w => w.N == 0);
        var hasLast = weights.Any(w => w.N == op.Reduction - 1);
        long bits = (long)op.Rows * inputs * chip.ActivationBits;
        bits += (hasFirst ? 0 : (long)op.Rows * outputs * 32) + (long)op.Rows * outputs * (hasLast ? chip.ActivationBits : 32);
        var main = (decimal)(chip.InternalBitsPerCycle + chip.ExternalBitsPerCycle);
        var own = (decimal)chip.ArrayBitsPerCycle * compute.Via.Sum(v => arrays[v]);
        var n = chip.SharesMainBandwidth ? sharers : 1;
        var stream = Ceiling(bits * n / (own * n + main));
        return Math.Max(Ceiling((decimal)op.Rows / (compute.Arrays.Count / compute.Tiles.Count)) * chip.StepCycles, stream);
    }
}
