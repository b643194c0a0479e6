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
        var map = new ArrayMap(plan.Chip.Arrays, plan.Network.Tensors.Length);
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
        var writer = new IterationWriter(plan, block.Block, map, code);
        foreach (var iterations in block.Iterations)
        {
            writer.Write(iterations);
        }
    }
}
