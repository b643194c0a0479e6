using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cimarron.Reports;

/// <summary>Results as JSON, out and in.</summary>
public static class ResultJson
{
    private const int MaxFileBytes = 256 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Writes a result; keys come in a fixed order, numbers that are not finite as null.</summary>
    public static void Write(ResultDocument result, TextWriter writer)
    {
        writer.Write(JsonSerializer.Serialize(result, Options));
        writer.Write('\n');
    }

    /// <summary>Reads a result file.</summary>
    /// <exception cref="DiagnosticException">It is missing, damaged, or of a later format.</exception>
    public static ResultDocument ReadFile(string path) => Read(InputFile.ReadText(path, "result file", "CIM0101", MaxFileBytes), path);

    /// <summary>Reads a result from text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">What to call it in messages.</param>
    /// <exception cref="DiagnosticException">The text is damaged or of a later format.</exception>
    public static ResultDocument Read(string json, string file)
    {
        try
        {
            var result = JsonSerializer.Deserialize<ResultDocument>(json, Options)
                ?? throw Failure(file, null, "format", "expected a result, found null");
            Check(result, file);
            return result;
        }
        catch (JsonException e)
        {
            var field = e.Path is null or "$" ? null : e.Path.TrimStart('$', '.');
            throw Failure(file, (int?)(e.LineNumber + 1), field, $"this is not a result file: {FirstSentence(e.Message)}");
        }
    }

    /// <summary>The JSON Schema of result files.</summary>
    public static string Schema() => Resource("result.schema.json");

    /// <summary>The JSON Schema of mapping files.</summary>
    public static string MappingSchema() => Resource("mapping.schema.json");

    private static string Resource(string name)
    {
        using var stream = typeof(ResultJson).Assembly.GetManifestResourceStream($"Cimarron.Reports.{name}")
            ?? throw new InvalidOperationException($"the resource {name} is missing from the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Check(ResultDocument result, string file)
    {
        if (result.Format != ResultDocument.CurrentFormat)
        {
            throw Failure(file, null, "format", $"expected format {ResultDocument.CurrentFormat}, found {result.Format}");
        }

        var arrays = new (string Field, bool IsMissing)[]
        {
            ("layers", result.Layers.IsDefault),
            ("nodes", result.Nodes.IsDefault),
            ("assumptions", result.Assumptions.IsDefault),
            ("warnings", result.Warnings.IsDefault),
            ("chip.derivations", result.Chip.Derivations.IsDefault),
            ("sparsity.operators", result.Sparsity is { Operators.IsDefault: true }),
        };
        foreach (var (field, isMissing) in arrays)
        {
            if (isMissing)
            {
                throw Failure(file, null, field, "expected a list");
            }
        }

        for (var i = 0; i < result.Layers.Length; i++)
        {
            if (result.Layers[i] is not { Nodes.IsDefault: false, Count: > 0 })
            {
                throw Failure(file, null, $"layers[{i}]", "expected a layer with a positive count and its nodes");
            }

            if (result.Layers[i].Certificate is { } certificate && (certificate.Schemes.IsDefault || certificate.Schemes.Length != 5 || certificate.Statements.IsDefault))
            {
                throw Failure(file, null, $"layers[{i}].certificate", "expected five numbers of schemes and the statements");
            }
        }
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).ReplaceLineEndings(" ");
    }

    private static DiagnosticException Failure(string file, int? line, string? field, string message) =>
        new(Diagnostic.Error("CIM0102", message, file, line, field, "name a result.json written by `cimarron map`"));
}
