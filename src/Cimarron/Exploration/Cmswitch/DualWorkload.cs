using System.Collections.Immutable;
using System.Globalization;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>A network of the study.</summary>
/// <param name="Title">Name in tables.</param>
/// <param name="Source">Name and options in the zoo.</param>
internal sealed record DualWorkload(string Title, string Source)
{
    public const int DefaultLength = 64;

    /// <summary>Networks whose length varies.</summary>
    public static ImmutableArray<(string Title, string Name)> Transformers { get; } =
        [("BERT-large", "bert-large"), ("OPT-6.7B", "opt-6.7b"), ("OPT-13B", "opt-13b"), ("LLaMA-2-7B", "llama2-7b")];

    /// <summary>All networks, transformers with 64 tokens.</summary>
    public static ImmutableArray<DualWorkload> All { get; } =
    [
        new("MobileNetV1", "mobilenet_v1"), new("MobileNetV2", "mobilenet_v2"), new("ResNet-18", "resnet18"), new("ResNet-50", "resnet50"), new("VGG-16", "vgg16"),
        .. Transformers.Select(t => Transformer(t, DefaultLength)),
    ];

    /// <summary>The name under which figures are published.</summary>
    public string PublishedName => Source.StartsWith("mobilenet", StringComparison.Ordinal) ? "mobilenet" : Source.Split(':')[0];

    /// <summary>A network of the list by its name in the zoo.</summary>
    public static DualWorkload Of(string name) => All.First(w => w.Source.Split(':')[0] == name);

    /// <summary>A pass over a sequence.</summary>
    public static DualWorkload Transformer((string Title, string Name) network, int length, int batch = 1) =>
        new(network.Title, string.Create(CultureInfo.InvariantCulture, $"{network.Name}:seq={length}{(batch > 1 ? $",batch={batch}" : "")}"));

    /// <summary>A decoding step.</summary>
    public static DualWorkload Decoding((string Title, string Name) network, int context) =>
        new(network.Title, string.Create(CultureInfo.InvariantCulture, $"{network.Name}:decode,context={context}"));
}
