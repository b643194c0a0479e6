namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>A referee that shares code with the player proves nothing.</summary>
public sealed class RefereeTests
{
    [Theory]
    [InlineData("Programs")]
    [InlineData("Simulation")]
    public void Programs_and_their_simulators_know_nothing_of_the_compiler(string folder)
    {
        string[] allowed = ["Cimarron.DualMode.Programs", "Cimarron.DualMode.Simulation", "Cimarron.Workloads"];
        var files = Directory.GetFiles(GoldenFile.SourceFolder("src", "Cimarron", "DualMode", folder), "*.cs", SearchOption.AllDirectories);

        files.Length.ShouldBeGreaterThan(10);
        foreach (var file in files)
        {
            var foreign = File.ReadLines(file).Where(l => l.StartsWith("using Cimarron.", StringComparison.Ordinal)).Select(l => l["using ".Length..].TrimEnd(';'))
                .Where(n => !allowed.Any(a => n == a || n.StartsWith(a + ".", StringComparison.Ordinal)));
            foreign.ShouldBeEmpty(file);
        }
    }
}
