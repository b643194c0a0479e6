using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cimarron.Workloads.Zoo;

/// <summary>The embedded tables of the built-in networks.</summary>
internal sealed record ZooData
{
    private const string Resource = "Cimarron.Workloads.Zoo.workloads.json";

    private static readonly Lazy<ZooData> Loaded = new(Read);

    /// <summary>Layer tables of the convolutional networks.</summary>
    public required Dictionary<string, CnnRow[]> Cnn { get; init; }

    /// <summary>Configurations of the transformers.</summary>
    public required Dictionary<string, TransformerConfig> Transformer { get; init; }

    /// <summary>The tables, read on first use.</summary>
    public static ZooData Instance => Loaded.Value;

    private static ZooData Read()
    {
        using var stream = typeof(ZooData).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the resource {Resource} is missing");
        return JsonSerializer.Deserialize(stream, ZooJson.Default.ZooData)
            ?? throw new InvalidOperationException($"the resource {Resource} is empty");
    }
}

/// <summary>Reads the tables with generated code: every command that names a network starts with them, and reflection would take most of its time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ZooData))]
internal sealed partial class ZooJson : JsonSerializerContext;
