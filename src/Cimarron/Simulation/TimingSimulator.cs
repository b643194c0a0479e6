using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Simulation;

/// <summary>
/// The referee of the cost model: walks a mapping through every iteration of every loop, exactly as the timing rules are worded, and
/// counts the events. Slow on purpose, and without a line in common with the evaluator it is there to check.
/// </summary>
public static class TimingSimulator
{
    /// <summary>Default limit on the loop iterations of one walk.</summary>
    public const long DefaultMaxIterations = 20_000_000;

    /// <summary>Walks <paramref name="mapping"/> on <paramref name="chip"/>.</summary>
    /// <param name="mapping">A mapping whose levels and axes exist on the chip and whose levels do not decrease inwards; capacities are not checked.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="maxIterations">Limit on the iterations of all loops together, ≥ 1.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Cycles, activations, energy and every kind of transfer.</returns>
    /// <exception cref="DiagnosticException">The mapping has no temporal loop (CIM0461), or the walk would take more than
    /// <paramref name="maxIterations"/> iterations (CIM0460).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SimulationResult Simulate(
        Mapping mapping, Chip chip, long maxIterations = DefaultMaxIterations, CancellationToken cancellation = default)
    {
        if (mapping.Temporal.IsEmpty)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0461", "the mapping has no temporal loop, so no operand has a memory level", field: "temporal", hint: "keep at least one loop in time"));
        }

        var nest = new WalkedNest(mapping, chip);
        CheckLength(nest, maxIterations);
        var walk = new TimerWalk(mapping, chip, nest, cancellation);
        var latency = walk.Run();
        var cores = EnergyCount.Cores(chip, mapping);
        return new SimulationResult
        {
            LatencyCycles = latency,
            MacActivations = walk.Activations,
            CoresUsed = cores,
            MacNanojoules = EnergyCount.MacNanojoules(chip, walk.Activations, cores),
            LeakageNanojoules = latency * chip.LeakageNanojoulesPerCycle,
            Memory = new EnergyCount(chip, nest, walk.Iterations).Memory(),
            Nest = [.. nest.Loops.Select(loop => new SimulatedLoop(loop.Dim, loop.Size, loop.Level[0], loop.Level[1], loop.Level[2], loop.AnchorOf))],
            Transfers = [.. nest.Blocks.SelectMany(blocks => blocks).Select(block => Transfer(block, walk.Iterations))],
        };
    }

    private static void CheckLength(WalkedNest nest, long maxIterations)
    {
        Int128 entries = 1, iterations = 0;
        foreach (var loop in nest.Loops)
        {
            entries *= loop.Size;
            iterations += entries;
            if (iterations > maxIterations)
            {
                throw new DiagnosticException(Diagnostic.Error(
                    "CIM0460",
                    $"walking the mapping takes more than {maxIterations} loop iterations",
                    field: "temporal",
                    hint: "raise the limit, or simulate a smaller layer"));
            }
        }
    }

    private static SimulatedTransfer Transfer(WalkedBlock block, IReadOnlyList<long> iterations) => new()
    {
        Operand = block.Operand,
        From = block.Level,
        To = block.Next,
        Loop = block.FiringLoop,
        Count = block.FiringLoop is { } loop ? iterations[loop] : 0,
        CyclesEach = block.Cycles,
        TileElements = block.Tile,
        ResidentElements = block.Resident,
    };
}
