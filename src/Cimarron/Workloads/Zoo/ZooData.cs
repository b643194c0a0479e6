using System.Collections.Immutable;
using System.Text.Json;

namespace Cimarron.Workloads.Zoo;

/// <summary>The embedded tables of the built-in networks.</summary>
internal sealed record ZooData
{
    private const string Resource = "Cimarron.Workloads.Zoo.workloads.json";

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Lazy<ZooData> Loaded = new(Read);

    /// <summary>Layer tables of the convolutional networks.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<CnnRow>> Cnn { get; init; }

    /// <summary>Configurations of the transformers.</summary>
    public required ImmutableSortedDictionary<string, TransformerConfig> Transformer { get; init; }

    /// <summary>The tables, read on first use.</summary>
    public static ZooData Instance => Loaded.Value;

    private static ZooData Read()
    {
        using var stream = typeof(ZooData).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the resource {Resource} is missing");
        return JsonSerializer.Deserialize<ZooData>(stream, Options)
            ?? throw new InvalidOperationException($"the resource {Resource} is empty");
    }
}
