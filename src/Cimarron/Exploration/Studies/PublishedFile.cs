using System.Collections.Immutable;
using System.Text.Json;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Studies;

/// <summary>Published figures from a file in the assembly: a <c>source</c>, and <c>figures</c> with id, quantity, low, high and text.</summary>
internal static class PublishedFile
{
    /// <summary>Reads the figures.</summary>
    public static ImmutableArray<PublishedFigure> Read(string resource)
    {
        using var stream = typeof(PublishedFile).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the published figures {resource} are missing from the assembly");
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
