using System.Collections.Immutable;
using Cimarron.Mappers;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>How large the study is and how it is run.</summary>
public sealed record CmswitchOptions
{
    private readonly ImmutableArray<DualWorkload>? _networks;

    /// <summary>Whether to leave most networks, lengths and sweep points out: well under a minute.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Compilations at a time, ≥ 1, one thread each.</summary>
    public int Threads { get; init; } = (int)MapperOptions.ThreadsOption.Default;

    /// <summary>The networks compared.</summary>
    internal ImmutableArray<DualWorkload> Networks
    {
        get => _networks ?? (IsQuick ? [DualWorkload.Of("resnet18"), DualWorkload.Of("bert-large")] : DualWorkload.All);
        init => _networks = value;
    }

    /// <summary>The networks whose length varies.</summary>
    internal ImmutableArray<(string Title, string Name)> Transformers => IsQuick ? [DualWorkload.Transformers[0]] : DualWorkload.Transformers;

    /// <summary>The lengths.</summary>
    internal ImmutableArray<int> Lengths => IsQuick ? [32, 256] : [32, 64, 128, 256, 512, 1024, 2048];

    /// <summary>The batches.</summary>
    internal ImmutableArray<int> Batches => IsQuick ? [1] : [1, 4, 8, 16];

    /// <summary>The networks that generate.</summary>
    internal ImmutableArray<(string Title, string Name)> Generators => IsQuick ? [DualWorkload.Transformers[3]] : [DualWorkload.Transformers[3], DualWorkload.Transformers[2]];
}
