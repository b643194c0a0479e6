using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;

namespace Cimarron.DualMode.Emission;

/// <summary>Turns a plan into a program: array numbers, switches, transfers, segments.</summary>
public static class ProgramWriter
{
    /// <summary>The program of a plan.</summary>
    public static MetaProgram Write(Plan plan)
    {
        var network = plan.Network;
        var map = new ArrayMap(plan.Chip.Arrays);
        var code = ImmutableArray.CreateBuilder<Statement>();
        foreach (var block in plan.Blocks)
        {
            WriteBlock(plan, block, map, code);
        }

        return new MetaProgram
        {
            Name = network.Name,
            Chip = plan.Chip.Name,
            ChipHash = plan.Chip.Hash,
            ModelHash = network.Hash,
            Tensors = Declarations.Tensors(network),
            Operators = Declarations.Operators(network, plan),
            Vectors = [.. network.Operators.SelectMany(o => o.Vectors)],
            Code = code.ToImmutable(),
        };
    }

    private static void WriteBlock(Plan plan, PlannedBlock block, ArrayMap map, ImmutableArray<Statement>.Builder code)
    {
        var (from, to) = (block.Block.CarryFrom, block.Block.CarryTo);
        var names = plan.Network.Tensors;
        var carries = from >= 0 && from != to ? ImmutableArray.Create((names[from].Name, names[to].Name)) : [];
        var isFirst = true;
        foreach (var iterations in block.Iterations)
        {
            for (var done = 0; done < iterations.Count;)
            {
                if (!isFirst)
                {
                    code.Add(new Carry(names[from].Name, names[to].Name));
                    map.Carry(from, to);
                }

                isFirst = false;
                var before = map.Snapshot();
                var body = new SegmentWriter(plan, map).Write(iterations.Segments);
                var rest = iterations.Count - done;
                done++;
                if (rest > 1 && Repeats(map, before, from, to))
                {
                    code.Add(new RepeatBlock(rest, carries, body));
                    done = iterations.Count;
                }
                else
                {
                    code.AddRange(body);
                }
            }
        }
    }

    /// <summary>Whether the next iteration would begin as this one did.</summary>
    private static bool Repeats(ArrayMap map, string before, int from, int to)
    {
        if (from < 0)
        {
            return map.Snapshot() == before;
        }

        map.Carry(from, to);
        var isSame = map.Snapshot() == before;
        map.Carry(to, from);
        return isSame;
    }
}
