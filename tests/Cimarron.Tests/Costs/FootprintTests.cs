using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Costs;

/// <summary>The evaluator's unchecked footprint and the validator's saturating one are the same rule.</summary>
public sealed class FootprintTests
{
    [Fact]
    public void Both_footprints_agree()
    {
        var random = new Random(31);
        for (var i = 0; i < 5_000; i++)
        {
            var layer = RandomMappings.RandomLayer(random);
            int[] extents = [.. Operands.Dims.Select(dim => random.Next(1, layer[dim] + 3))];
            long[] wide = [.. extents];
            foreach (var operand in Operands.All)
            {
                new Cimarron.Costs.Footprint(layer).Elements((int)operand, extents).ShouldBe(Cimarron.Mappings.Footprint.Elements(layer, operand, wide));
            }
        }
    }
}
