using Cimarron.Mappers;
using Cimarron.Mappers.Baselines;

namespace Cimarron.Tests.Mappers;

public sealed class MapperLibraryTests
{
    [Fact]
    public void Every_entry_makes_the_mapper_of_its_name()
    {
        foreach (var entry in MapperLibrary.Entries)
        {
            MapperLibrary.Create(entry.Name.ToUpperInvariant()).Name.ShouldBe(entry.Name);
        }
    }

    [Fact]
    public void Options_reach_the_mapper()
    {
        var random = MapperLibrary.Create("random:samples=12,seed=7").ShouldBeOfType<RandomMapper>();
        random.Options.ShouldBe(new RandomOptions { Samples = 12, Seed = 7 });
    }

    [Theory]
    [InlineData("exacto", 1)]
    [InlineData("exact:limit=3", 1)]
    [InlineData("loma:limit=10,spatial=0,foo=1", 3)]
    [InlineData("loma:limit", 1)]
    [InlineData("random:samples=1,samples=2", 1)]
    public void Wrong_names_and_options_are_all_reported(string text, int count)
    {
        var error = Should.Throw<DiagnosticException>(() => MapperLibrary.Create(text));
        error.Diagnostics.Count.ShouldBe(count);
        error.Diagnostics.ShouldAllBe(d => d.Code == "CIM0602" && d.Hint != null);
    }

    [Fact]
    public void A_list_keeps_options_with_their_mapper() =>
        MapperLibrary.Divide("exact, loma:limit=7,spatial=5,random:samples=100,seed=2,weight-stationary")
            .ShouldBe(["exact", "loma:limit=7,spatial=5", "random:samples=100,seed=2", "weight-stationary"]);
}
