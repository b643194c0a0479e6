using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cimarron.Hardware;
using Cimarron.Hardware.Reading;

namespace Cimarron.Tests.Hardware;

/// <summary>Checks chip files against the shipped schema with the few keywords the schema uses.</summary>
public sealed class ChipSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(ChipLibrary.Schema())!;

    [Theory]
    [InlineData("default")]
    [InlineData("transformer")]
    public void The_built_in_chips_satisfy_the_schema(string name)
    {
        Violations(ChipLibrary.LoadDefinition(name).Yaml).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cores: 8", "cores: 0")]
    [InlineData("cores: 8", "coers: 8")]
    [InlineData("size: 2097152 bit", "size: 2097152")]
    [InlineData("port: 64 bit/cycle", "port: 64")]
    [InlineData("pingPong: false", "pingPong: 3")]
    [InlineData("kind: dram", "kind: hbm")]
    [InlineData("dims: [K]", "dims: [Z]")]
    [InlineData("technology: 28 nm", "technology: 7 nm")]
    [InlineData("leakage: 0.035930852808574304 nJ/cycle", "leakage: 1 mW")]
    public void What_the_reader_refuses_the_schema_refuses(string text, string replacement)
    {
        Violations(ChipLibrary.LoadDefinition("default").Yaml.Replace(text, replacement, StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    private static List<string> Violations(string yaml)
    {
        var problems = new Problems("test.yaml");
        var root = SourceParser.Parse(yaml, problems).ShouldNotBeNull();
        var violations = new List<string>();
        Check(root, Schema, "$", violations);
        return violations;
    }

    private static void Check(SourceNode node, JsonNode schema, string path, List<string> violations)
    {
        if (schema["$ref"] is { } reference)
        {
            schema = Schema["$defs"]![reference.GetValue<string>().Split('/')[^1]]!;
        }

        if (schema["anyOf"] is JsonArray alternatives)
        {
            if (!alternatives.Any(a => Accepts(node, a!, path)))
            {
                violations.Add($"{path}: no alternative fits");
            }

            return;
        }

        switch (node)
        {
            case SourceMap map:
                CheckMap(map, schema, path, violations);
                break;
            case SourceList list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    Check(list.Items[i], schema["items"].ShouldNotBeNull(path), $"{path}[{i}]", violations);
                }

                break;
            case SourceScalar scalar:
                CheckScalar(scalar.Text, schema, path, violations);
                break;
        }
    }

    private static bool Accepts(SourceNode node, JsonNode schema, string path)
    {
        var violations = new List<string>();
        Check(node, schema, path, violations);
        return violations.Count == 0;
    }

    private static void CheckMap(SourceMap map, JsonNode schema, string path, List<string> violations)
    {
        schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        foreach (var (key, value) in map.Entries)
        {
            if (schema["properties"]![key.Text] is { } property)
            {
                Check(value, property, $"{path}.{key.Text}", violations);
            }
            else
            {
                violations.Add($"{path}.{key.Text}: unknown");
            }
        }

        violations.AddRange(schema["required"]!.AsArray().Select(r => r!.GetValue<string>()).Where(r => map[r] is null).Select(r => $"{path}.{r}: missing"));
    }

    private static void CheckScalar(string text, JsonNode schema, string path, List<string> violations)
    {
        var fits = schema["const"] is { } constant ? constant.GetValue<string>() == text
            : schema["enum"] is JsonArray words ? words.Any(w => w!.GetValue<string>() == text)
            : schema["type"]!.GetValue<string>() switch
            {
                "integer" => int.TryParse(text, out var number) && number >= schema["minimum"]!.GetValue<int>() && number <= schema["maximum"]!.GetValue<int>(),
                "boolean" => text is "true" or "false",
                "string" => schema["pattern"] is not { } pattern || Regex.IsMatch(text, pattern.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)),
                _ => false,
            };
        if (!fits)
        {
            violations.Add($"{path}: '{text}' does not fit");
        }
    }
}
