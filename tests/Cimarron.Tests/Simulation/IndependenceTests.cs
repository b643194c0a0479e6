namespace Cimarron.Tests.Simulation;

/// <summary>A referee that shares code with the player proves nothing.</summary>
public sealed class IndependenceTests
{
    [Fact]
    public void The_simulator_shares_no_code_with_costs_mappers_or_the_static_analysis()
    {
        string[] foreign = ["Cimarron.Costs", "Cimarron.Mappers", "NestStructure", "AnchorPlan", "Footprint.", "BufferRules", "Saturating"];
        var sources = Directory.GetFiles(GoldenFile.SourceFolder("src", "Cimarron", "Simulation"), "*.cs");
        sources.Length.ShouldBeGreaterThan(5);
        foreach (var source in sources)
        {
            var text = File.ReadAllText(source);
            foreach (var name in foreign)
            {
                text.Contains(name, StringComparison.Ordinal).ShouldBeFalse($"{Path.GetFileName(source)} uses {name}");
            }
        }
    }
}
