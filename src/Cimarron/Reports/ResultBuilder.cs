using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Reports;

/// <summary>Turns the outcome of a network mapping into the result that is stored and printed.</summary>
public static class ResultBuilder
{
    /// <summary>Version of this library.</summary>
    public static string ToolVersion { get; } = typeof(ResultBuilder).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>What the costs of every result follow.</summary>
    public const string Rules = "exact timing and energy rules of the MIREDO reference simulator";

    /// <summary>Gaps below this are rounding errors of the sums.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Builds the result.</summary>
    /// <param name="result">The outcome, finished or under way.</param>
    /// <param name="chip">The chip with its definition.</param>
    /// <param name="command">The command line.</param>
    /// <param name="isRunning">Whether the search still goes on.</param>
    public static ResultDocument Build(NetworkResult result, ChipDefinition chip, string command, bool isRunning = false)
    {
        var network = result.Network;
        return new ResultDocument
        {
            Format = ResultDocument.CurrentFormat,
            ToolVersion = ToolVersion,
            Command = command,
            Status = isRunning ? "running" : Word(result.Status),
            Objective = Word(result.Options.Objective),
            Profile = Word(result.Options.Profile),
            Padding = result.Options.Padding,
            Mapper = result.MapperName,
            Seed = result.Layers.Select(l => l.Answer.Seed).FirstOrDefault(s => s is not null),
            Chip = new ResultChip(chip.Chip.Name, chip.Chip.Hash, Rules, chip.Chip.Derivations, chip.Yaml),
            Model = new ResultModel(network.Name, network.Source, network.Hash, network.TotalMacs, network.VectorElements),
            Totals = Totals(result),
            Layers = [.. result.Layers.Select(l => Layer(l, network, chip.Chip, isRunning))],
            Nodes = Nodes(result),
            Assumptions = Assumptions(result),
            Warnings = [.. network.Diagnostics.Where(d => d.Severity != Severity.Info).Select(d => d.ToString())],
            Seconds = result.Seconds,
        };
    }

    /// <summary>An objective as the command line spells it.</summary>
    public static string Word(Objective objective) => objective switch { Objective.Latency => "latency", Objective.Energy => "energy", _ => "edp" };

    /// <summary>A status as results spell it.</summary>
    public static string Word(MapperStatus status) => status switch
    {
        MapperStatus.Optimal => "optimal",
        MapperStatus.TimeLimit => "timeLimit",
        MapperStatus.Cancelled => "cancelled",
        MapperStatus.Heuristic => "heuristic",
        _ => "infeasible",
    };

    private static string Word(LegalityProfile profile) => profile == LegalityProfile.Strict ? "strict" : "reference";

    /// <summary>Sums over the layers of a network.</summary>
    internal static ResultTotals Totals(NetworkResult result)
    {
        var complete = result.IsComplete;
        var value = result.Value;
        return new ResultTotals
        {
            LatencyCycles = complete ? Finite(result.LatencyCycles) : null,
            EnergyNanojoules = complete ? Finite(result.Nanojoules) : null,
            Edp = complete ? Finite(result.Edp) : null,
            LowerBound = Finite(result.LowerBound) ?? 0,
            Gap = complete && value > 0 ? Finite(value - result.LowerBound <= Rounding * value ? 0 : (value - result.LowerBound) / value) : null,
            Layers = result.Layers.Length,
            Mapped = result.Layers.Count(l => l.Answer.Cost is not null),
            Proven = result.Layers.Count(l => l.Answer.Status == MapperStatus.Optimal),
        };
    }

    private static ResultLayer Layer(NetworkLayer layer, Network network, Chip chip, bool isRunning)
    {
        var answer = layer.Answer;
        var result = new ResultLayer
        {
            Name = layer.Name,
            Count = layer.Count,
            Shape = LayerText.Json(layer.Shape),
            ShapeText = LayerText.Describe(layer.Shape),
            Nodes = [.. layer.Nodes.Select(n => network.Nodes[n].Name)],
            Status = isRunning && !layer.IsFinished ? "pending" : Word(answer.Status),
            LowerBound = Finite(answer.LowerBound) ?? 0,
            Gap = Finite(answer.Gap) ?? 1,
            ProvenFor = answer.ProvenFor,
            Recursion = ResultRecursion.From(answer.Recursion),
            Certificate = ResultCertificate.From(answer.Certificate),
            CertificateProblem = answer.Problems.IsEmpty ? null : string.Join("; ", answer.Problems.Select(p => $"{p.Code}: {p.Message}")),
            Infeasibility = answer.Infeasibility,
            Seconds = answer.Seconds,
        };
        return answer is not { Cost: { } cost, Mapping: { } mapping } ? result : result with
        {
            LatencyCycles = Finite(cost.LatencyCycles),
            EnergyNanojoules = ResultEnergy.From(cost, chip),
            Edp = Finite(cost.Edp),
            Stalls = ResultStalls.From(cost.Stalls),
            Utilisation = ResultUtilisation.From(cost),
            Mapping = LayerText.Element(writer => MappingJson.Write(writer, mapping with { Layer = layer.Shape }, chip)),
        };
    }

    private static ImmutableArray<ResultNode> Nodes(NetworkResult result)
    {
        var layerOf = result.Layers.SelectMany(l => l.Nodes.Select(n => (Node: n, Layer: l))).ToDictionary(p => p.Node, p => p.Layer);
        return
        [
            .. result.Network.Nodes.Select(n => new ResultNode(
                n.Name,
                n.OpType,
                n.Kind switch
                {
                    NodeKind.Matrix => layerOf[n.Index].Answer.Cost is null ? "unmapped" : "mapped",
                    NodeKind.Vector => "vector",
                    NodeKind.Shape => "shape",
                    NodeKind.Constant => "constant",
                    _ => "unsupported",
                },
                layerOf.GetValueOrDefault(n.Index)?.Name,
                n.Repeat,
                n.Elements)),
        ];
    }

    private static ImmutableArray<string> Assumptions(NetworkResult result)
    {
        var list = new List<string>
        {
            "Layers run one after another; a network's latency and energy are the sums over its layers, its EDP is the product of the two sums.",
            "Vector operators (activations, pooling, normalisation, element-wise) are counted and cost nothing.",
        };
        if (result.Options.Objective == Objective.Edp && result.Layers.Length > 1)
        {
            list.Add("Each layer minimises its own EDP; the network's bound is (Σ n·√bound)² over the layers, so its gap may stay open when every layer is proven.");
        }

        return [.. list.Concat(result.Layers.SelectMany(l => l.Answer.Assumptions)).Concat(result.Chip.Derivations).Distinct()];
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
