using System.Collections.Immutable;

namespace Cimarron.Exploration.Ciminus;

/// <summary>How large the study is.</summary>
public sealed record CiminusOptions
{
    /// <summary>Whether one network, few ratios and few digits are enough.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Runs at a time, ≥ 1; the tables do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Directory with <c>digits-cnn.onnx</c> and <c>digits-test.npz</c>; the one that comes with the tool if null.</summary>
    public string? DigitsDirectory { get; init; }

    /// <summary>Built-in networks.</summary>
    public ImmutableArray<string> Networks => IsQuick ? ["mobilenet_v2"] : ["resnet50", "vgg16", "mobilenet_v2"];

    /// <summary>Shares of weights removed.</summary>
    public ImmutableArray<double> Ratios => IsQuick ? [0.5, 0.8] : [0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>Shares of weights removed where accuracy is measured.</summary>
    public ImmutableArray<double> AccuracyRatios => IsQuick ? [0.3, 0.8] : [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>Digits that accuracy is measured on.</summary>
    public int Digits => IsQuick ? 100 : 1000;
}
