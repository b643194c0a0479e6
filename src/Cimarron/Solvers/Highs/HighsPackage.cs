using System.Text.Json;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers.Highs;

/// <summary>The npm package <c>highs</c> and the node that runs it.</summary>
/// <param name="Node">The node executable.</param>
/// <param name="Directory">The directory of the package.</param>
/// <param name="Version">The version of the package.</param>
internal sealed record HighsPackage(string Node, string Directory, string Version)
{
    /// <summary>An environment variable that names the directory with <c>node_modules</c>.</summary>
    public const string ToolsVariable = "CIMARRON_TOOLS";

    /// <summary>Older ones lack the interface that the worker uses.</summary>
    private static readonly Version Oldest = new(1, 14, 2);

    /// <summary>Looks in <see cref="ToolsVariable"/>, then for a <c>.tools</c> directory above the program.</summary>
    /// <returns>The package, or what is missing.</returns>
    public static (HighsPackage? Found, string Missing) Find()
    {
        if (Executables.Find("node") is not { } node)
        {
            return (null, "node was not found on PATH");
        }

        foreach (var directory in Candidates())
        {
            if (VersionOf(directory) is { } version)
            {
                return System.Version.TryParse(version.Split('-')[0], out var number) && number >= Oldest
                    ? (new HighsPackage(node, directory, version), "")
                    : (null, $"the npm package in {directory} has version {version}, {Oldest} or newer is needed");
            }
        }

        return (null, "the npm package highs was not found");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(ToolsVariable) is { Length: > 0 } tools)
        {
            yield return Path.Combine(tools, "node_modules", "highs");
            yield break;
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            yield return Path.Combine(directory.FullName, ".tools", "node_modules", "highs");
        }
    }

    private static string? VersionOf(string directory)
    {
        try
        {
            using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "package.json")));
            return package.RootElement.GetProperty("version").GetString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
