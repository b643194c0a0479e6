using System.Collections.Immutable;
using System.Text.Json;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Miredo;

/// <summary>The figures of the paper that the study is compared with, from <c>published.json</c>.</summary>
public static class Published
{
    private static readonly Lazy<ImmutableArray<PublishedFigure>> Figures = new(Read);

    /// <summary>All figures.</summary>
    public static ImmutableArray<PublishedFigure> All => Figures.Value;

    /// <summary>The figure with the given name.</summary>
    public static PublishedFigure Figure(string id) => All.Single(f => f.Id == id);

    private static ImmutableArray<PublishedFigure> Read()
    {
        using var stream = typeof(Published).Assembly.GetManifestResourceStream("Cimarron.Exploration.miredo-published.json")
            ?? throw new InvalidOperationException("the published figures are missing from the assembly");
        using var document = JsonDocument.Parse(stream);
        var source = document.RootElement.GetProperty("source").GetString()!;
        return
        [
            .. document.RootElement.GetProperty("figures").EnumerateArray().Select(f => new PublishedFigure(
                f.GetProperty("id").GetString()!,
                f.GetProperty("quantity").GetString()!,
                f.GetProperty("low").GetDouble(),
                f.GetProperty("high").GetDouble(),
                f.GetProperty("text").GetString()!,
                source)),
        ];
    }
}
