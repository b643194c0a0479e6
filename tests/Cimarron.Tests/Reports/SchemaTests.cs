using System.Text.Json;
using System.Text.Json.Nodes;
using Cimarron.Reports;
using Cimarron.Tests.Mappers;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Reports;

/// <summary>Holds what is written against the shipped schemas, with the few keywords they use.</summary>
public sealed class SchemaTests
{
    private static readonly JsonNode ResultSchema = JsonNode.Parse(ResultJson.Schema())!;

    [Fact]
    public void Results_of_every_kind_satisfy_the_schema()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        ToolRun[] runs =
        [
            ToolRun.With(FakeMapper.Proving(), default, "map", "resnet18", "--json"),
            ToolRun.Of("map", "mobilenet_v2", "--json", "--objective", "latency", "--set", "cores=3"),
            ToolRun.Of("map", "bert-base", "--json", "--objective", "energy", "--profile", "reference"),
            ToolRun.With(FakeMapper.Infeasible(), default, "map", "alexnet", "--json"),
            ToolRun.With(null, cancelled.Token, "map", "--layer", "P=4,C=4", "--json"),
        ];

        runs.Select(r => r.ExitCode).ShouldBe([0, 0, 0, 3, 130]);
        foreach (var run in runs)
        {
            Violations(JsonNode.Parse(run.Out), ResultSchema).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Mapping_files_satisfy_the_schema()
    {
        using var directory = new TemporaryDirectory();
        ToolRun.Of("map", "resnet18", "-o", directory["out"]);
        var schema = JsonNode.Parse(ResultJson.MappingSchema())!;

        var files = Directory.GetFiles(directory["out/mappings"]);
        files.Length.ShouldBe(12);
        foreach (var file in files)
        {
            Violations(JsonNode.Parse(File.ReadAllText(file)), schema).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("\"objective\": \"edp\"", "\"objective\": \"speed\"")]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"dim\": \"K\"", "\"dim\": \"Z\"")]
    [InlineData("\"count\": 1", "\"count\": 0")]
    [InlineData("\"toolVersion\"", "\"version\"")]
    public void Other_results_do_not(string text, string replacement)
    {
        var json = ToolRun.Of("map", "--layer", "P=4,K=4", "--json").Out;

        json.ShouldContain(text);
        Violations(JsonNode.Parse(json.Replace(text, replacement, StringComparison.Ordinal)), ResultSchema).ShouldNotBeEmpty();
    }

    /// <summary>Where a result departs from the schema.</summary>
    internal static List<string> ViolationsOfResult(string json) => Violations(JsonNode.Parse(json), ResultSchema);

    private static List<string> Violations(JsonNode? node, JsonNode root)
    {
        var violations = new List<string>();
        Check(node, root, root, "$", violations);
        return violations;
    }

    private static void Check(JsonNode? node, JsonNode schema, JsonNode root, string path, List<string> violations)
    {
        if (schema["$ref"] is { } reference)
        {
            schema = root["$defs"]![reference.GetValue<string>().Split('/')[^1]]!;
        }

        if (schema["anyOf"] is JsonArray alternatives)
        {
            if (!alternatives.Any(a => FitsOne(node, a!, root, path)))
            {
                violations.Add($"{path}: no alternative fits");
            }

            return;
        }

        if (!FitsValue(node, schema))
        {
            violations.Add($"{path}: {node?.ToJsonString() ?? "null"} does not fit");
        }

        switch (node)
        {
            case JsonObject map:
                CheckObject(map, schema, root, path, violations);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Check(list[i], schema["items"].ShouldNotBeNull(path), root, $"{path}[{i}]", violations);
                }

                break;
        }
    }

    private static bool FitsOne(JsonNode? node, JsonNode schema, JsonNode root, string path)
    {
        var violations = new List<string>();
        Check(node, schema, root, path, violations);
        return violations.Count == 0;
    }

    private static void CheckObject(JsonObject map, JsonNode schema, JsonNode root, string path, List<string> violations)
    {
        foreach (var (key, value) in map)
        {
            if ((schema["properties"]?[key] ?? schema["additionalProperties"] as JsonObject) is { } property)
            {
                Check(value, property, root, $"{path}.{key}", violations);
            }
            else
            {
                // The schemas let later versions add keys, but every key of this version must be described.
                violations.Add($"{path}.{key}: not described");
            }
        }

        violations.AddRange((schema["required"]?.AsArray() ?? []).Select(r => r!.GetValue<string>()).Where(r => !map.ContainsKey(r)).Select(r => $"{path}.{r}: missing"));
    }

    private static bool FitsValue(JsonNode? node, JsonNode schema)
    {
        if (schema["const"] is { } constant)
        {
            return JsonNode.DeepEquals(node, constant);
        }

        if (schema["enum"] is JsonArray words)
        {
            return words.Any(w => JsonNode.DeepEquals(w, node));
        }

        var types = schema["type"] is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [schema["type"]!.GetValue<string>()];
        return types.Any(t => FitsType(node, t)) && (schema["minimum"] is not { } minimum || node!.GetValue<double>() >= minimum.GetValue<double>());
    }

    private static bool FitsType(JsonNode? node, string type) => (type, node?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) or ("null", JsonValueKind.Null) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => node!.GetValue<double>() % 1 == 0,
        _ => false,
    };
}
