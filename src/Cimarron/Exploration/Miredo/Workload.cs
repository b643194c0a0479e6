using System.Collections.Immutable;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Miredo;

/// <summary>A network of the study with its distinct layers.</summary>
/// <param name="Title">Name in tables.</param>
/// <param name="Source">Name and options in the zoo.</param>
internal sealed record Workload(string Title, string Source)
{
    private ImmutableArray<(Layer Layer, long Count)> _layers;

    /// <summary>The base case of the paper.</summary>
    public static Workload ResNet18 { get; } = new("ResNet-18", "resnet18");

    /// <summary>The networks of the study.</summary>
    public static ImmutableArray<Workload> All(bool isQuick) => isQuick
        ? [ResNet18, new("AlexNet", "alexnet"), new("BERT-large, 128 tokens", "bert-large:seq=128"), new("TinyLlama, decoding", "tinyllama-1.1b:decode,context=1024")]
        :
        [
            ResNet18, new("ResNet-50", "resnet50"), new("VGG-16", "vgg16"), new("MobileNetV2", "mobilenet_v2"), new("AlexNet", "alexnet"),
            new("BERT-large, 128 tokens", "bert-large:seq=128"),
            new("GPT-2 medium, prefill 1024", "gpt2-medium:prefill=1024"), new("GPT-2 medium, decoding", "gpt2-medium:decode,context=1024"),
            new("TinyLlama, prefill 1024", "tinyllama-1.1b:prefill=1024"), new("TinyLlama, decoding", "tinyllama-1.1b:decode,context=1024"),
        ];

    /// <summary>Distinct layer shapes with the name of their first operator, and how often each is executed.</summary>
    public ImmutableArray<(Layer Layer, long Count)> Layers
    {
        get => _layers.IsDefault ? _layers = Load(Source) : _layers;
        init => _layers = value;
    }

    private static ImmutableArray<(Layer, long)> Load(string source) =>
    [
        .. NetworkLoader.Load(source).MatrixNodes.GroupBy(n => n.Layer!.Shape)
            .Select(g => (g.Key with { Name = g.First().Name }, g.Sum(n => (long)n.Repeat))),
    ];
}
