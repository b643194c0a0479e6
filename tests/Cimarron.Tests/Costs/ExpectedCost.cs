using System.Collections.Immutable;
using System.Numerics;
using Cimarron.Costs;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Simulation;
using Cimarron.Workloads;

namespace Cimarron.Tests.Costs;

/// <summary>What a mapping is known to cost, from the reference vectors or from the step-by-step walk.</summary>
/// <param name="Rounds">Whether the latency is a sum of fractions that binary numbers do not hold: the walk then rounds at every step.</param>
internal sealed record ExpectedCost(
    bool Rounds, double Latency, double Activations, double Cores, double Total, double Mac, double Leakage, ImmutableArray<(int Level, Operand Operand, double Read, double Write)> Memory)
{
    public static ExpectedCost From(ReferenceVector vector)
    {
        var energy = vector.Expected.GetProperty("energyNJ");
        return new ExpectedCost(
            false,
            vector.Expected.GetProperty("latencyCycles").GetDouble(),
            vector.Expected.GetProperty("macActivations").GetDouble(),
            vector.Expected.GetProperty("coresUsed").GetDouble(),
            energy.GetProperty("total").GetDouble(),
            energy.GetProperty("mac").GetDouble(),
            energy.GetProperty("leakage").GetDouble(),
            [
                .. from level in energy.GetProperty("memory").EnumerateObject()
                   from operand in level.Value.EnumerateObject()
                   let index = vector.Chip.IndexOfLevel(level.Name)
                   let letter = ReferenceVector.OperandOf(operand.Name)
                   orderby index, letter
                   select (index, letter, operand.Value.GetProperty("read").GetDouble(), operand.Value.GetProperty("write").GetDouble()),
            ]);
    }

    public static ExpectedCost Walk(Chip chip, Mapping mapping)
    {
        var walk = TimingSimulator.Simulate(mapping, chip);
        return new(
            Fractions(chip, mapping),
            walk.LatencyCycles,
            walk.MacActivations,
            walk.CoresUsed,
            walk.TotalNanojoules,
            walk.MacNanojoules,
            walk.LeakageNanojoules,
            [.. walk.Memory.Select(entry => (entry.Level, entry.Operand, entry.ReadNanojoules, entry.WriteNanojoules))]);
    }

    /// <summary>Whether something is preloaded through a port whose width is no power of two.</summary>
    public static bool Fractions(Chip chip, Mapping mapping) =>
        !BitOperations.IsPow2(chip.Levels[0].PortBitsPerCycle) && Operands.All.Any(operand => mapping.Temporal[0].Level(operand) > 0);

    /// <summary>The first quantity that differs: counts and cycles exactly, energies by more than one part in a billion; null when all agree.</summary>
    public string? Difference(LayerCost found)
    {
        var differences =
            (Rounds ? Within(1e-13, "latency", Latency, found.LatencyCycles) : Exactly("latency", Latency, found.LatencyCycles))
            ?? Exactly("activations", Activations, found.MacActivations)
            ?? Exactly("cores", Cores, found.CoresUsed)
            ?? Closely("mac", Mac, found.MacNanojoules)
            ?? Closely("leakage", Leakage, found.LeakageNanojoules)
            ?? Exactly("memory entries", Memory.Length, found.Memory.Length);
        for (var i = 0; i < Memory.Length && differences is null; i++)
        {
            var (level, operand, read, write) = Memory[i];
            var entry = found.Memory[i];
            differences = (level, operand) != (entry.Level, entry.Operand)
                ? $"memory entry {i}: expected level {level} {operand}, found level {entry.Level} {entry.Operand}"
                : Closely($"level {level} {operand} read", read, entry.ReadNanojoules) ?? Closely($"level {level} {operand} write", write, entry.WriteNanojoules);
        }

        return differences ?? Closely("total", Total, found.TotalNanojoules);
    }

    private static string? Exactly(string what, double expected, double found) => expected.Equals(found) ? null : $"{what}: expected {expected:R}, found {found:R}";

    private static string? Closely(string what, double expected, double found) => Within(1e-9, what, expected, found);

    private static string? Within(double tolerance, string what, double expected, double found) =>
        Math.Abs(expected - found) <= tolerance * Math.Abs(expected) ? null : $"{what}: expected {expected:R}, found {found:R}";
}
