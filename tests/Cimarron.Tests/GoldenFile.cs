namespace Cimarron.Tests;

/// <summary>Expected texts kept in files; setting CIMARRON_UPDATE_GOLDENS=1 rewrites them instead of comparing.</summary>
internal static class GoldenFile
{
    /// <summary>Compares <paramref name="text"/> with tests/Cimarron.Tests/Golden/<paramref name="name"/>.</summary>
    public static void ShouldMatch(string text, string name)
    {
        var path = Path.Combine(SourceFolder("tests", "Cimarron.Tests", "Golden"), name);
        if (Environment.GetEnvironmentVariable("CIMARRON_UPDATE_GOLDENS") == "1")
        {
            File.WriteAllText(path, text);
        }

        File.Exists(path).ShouldBeTrue($"no golden file '{name}'; CIMARRON_UPDATE_GOLDENS=1 writes it");
        text.ShouldBe(File.ReadAllText(path), $"golden file '{name}'; CIMARRON_UPDATE_GOLDENS=1 rewrites it");
    }

    /// <summary>A folder of the source tree the tests were built from.</summary>
    public static string SourceFolder(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cimarron.slnx")))
        {
            folder = folder.Parent;
        }

        folder.ShouldNotBeNull("the tests have to run inside the source tree");
        return Path.Combine([folder.FullName, .. parts]);
    }
}
