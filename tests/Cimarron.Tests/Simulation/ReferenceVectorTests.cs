using System.Text.Json;
using Cimarron.Simulation;
using Cimarron.Workloads;

namespace Cimarron.Tests.Simulation;

public sealed class ReferenceVectorTests
{
    private static readonly IReadOnlyList<(ReferenceVector Vector, SimulationResult Result)> Walked =
        [.. ReferenceVector.All.Where(vector => !vector.IsViolation).Select(vector => (vector, TimingSimulator.Simulate(vector.Mapping, vector.Chip)))];

    [Fact]
    public void There_are_370_costs_300_transfer_lists_and_58_violations()
    {
        Walked.Count.ShouldBe(370);
        Walked.Count(walked => walked.Vector.Expected.TryGetProperty("transfers", out _)).ShouldBe(300);
        ReferenceVector.All.Count(vector => vector.IsViolation).ShouldBe(58);
    }

    [Fact]
    public void Latency_activations_and_cores_are_met_exactly() => Check((vector, result, differences) =>
    {
        differences.Exactly("latency", vector.Expected.GetProperty("latencyCycles").GetDouble(), result.LatencyCycles);
        differences.Exactly("activations", vector.Expected.GetProperty("macActivations").GetInt64(), result.MacActivations);
        differences.Exactly("cores", vector.Expected.GetProperty("coresUsed").GetInt64(), result.CoresUsed);
    });

    [Fact]
    public void Energies_are_met_to_one_part_in_a_billion() => Check((vector, result, differences) =>
    {
        var energy = vector.Expected.GetProperty("energyNJ");
        differences.Closely("total", energy.GetProperty("total").GetDouble(), result.TotalNanojoules);
        differences.Closely("mac", energy.GetProperty("mac").GetDouble(), result.MacNanojoules);
        differences.Closely("leakage", energy.GetProperty("leakage").GetDouble(), result.LeakageNanojoules);
        var expected = energy.GetProperty("memory");
        foreach (var entry in result.Memory)
        {
            var level = vector.Chip.Levels[entry.Level].Name;
            var pair = expected.GetProperty(level).GetProperty(entry.Operand.Letter());
            differences.Closely($"{level} {entry.Operand} read", pair.GetProperty("read").GetDouble(), entry.ReadNanojoules);
            differences.Closely($"{level} {entry.Operand} write", pair.GetProperty("write").GetDouble(), entry.WriteNanojoules);
        }

        differences.Exactly("memory entries", expected.EnumerateObject().Sum(level => level.Value.EnumerateObject().Count()), result.Memory.Length);
    });

    [Fact]
    public void Transfers_are_met_exactly() => Check((vector, result, differences) =>
    {
        if (!vector.Expected.TryGetProperty("transfers", out var transfers))
        {
            return;
        }

        foreach (var operand in Operands.All)
        {
            var expected = transfers.GetProperty(operand.Letter()).EnumerateArray().Select(Text);
            var found = result.Transfers.Where(transfer => transfer.Operand == operand).Select(transfer => Text(vector, transfer));
            differences.Exactly($"{operand}", string.Join("; ", expected), string.Join("; ", found));
        }
    });

    private static string Text(JsonElement transfer)
    {
        var loop = transfer.GetProperty("loop");
        return $"{transfer.GetProperty("from")}→{transfer.GetProperty("to")} loop {(loop.ValueKind == JsonValueKind.Null ? "none" : loop)} "
            + $"×{transfer.GetProperty("count")} {transfer.GetProperty("cyclesEach")} cycles, "
            + $"tile {transfer.GetProperty("tile")}, resident {transfer.GetProperty("resident")}";
    }

    private static string Text(ReferenceVector vector, SimulatedTransfer transfer) =>
        $"{vector.Chip.Levels[transfer.From].Name}→{(transfer.To is { } to ? vector.Chip.Levels[to].Name : "MAC")} "
        + $"loop {transfer.Loop?.ToString() ?? "none"} ×{transfer.Count} {transfer.CyclesEach} cycles, "
        + $"tile {transfer.TileElements}, resident {transfer.ResidentElements}";

    private static void Check(Action<ReferenceVector, SimulationResult, Differences> check)
    {
        var all = new List<string>();
        foreach (var (vector, result) in Walked)
        {
            var differences = new Differences();
            check(vector, result, differences);
            all.AddRange(differences.Found.Select(difference => $"vector {vector.Index}: {difference}"));
        }

        all.ShouldBeEmpty($"{all.Count} differences, first: {all.FirstOrDefault()}");
    }

    private sealed class Differences
    {
        public List<string> Found { get; } = [];

        public void Exactly<T>(string what, T expected, T found)
        {
            if (!Equals(expected, found))
            {
                Found.Add($"{what}: expected {expected}, found {found}");
            }
        }

        public void Closely(string what, double expected, double found)
        {
            if (!(Math.Abs(expected - found) <= 1e-9 * Math.Abs(expected)))
            {
                Found.Add($"{what}: expected {expected:R}, found {found:R}");
            }
        }
    }
}
