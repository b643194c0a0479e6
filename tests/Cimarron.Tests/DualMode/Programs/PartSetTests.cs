using Cimarron.DualMode.Programs;
using Shouldly;
using Xunit;

namespace Cimarron.Tests.DualMode.Programs;

public sealed class PartSetTests
{
    private const int Features = 24;

    [Fact]
    public void Sets_of_ranges_are_sets_of_features()
    {
        var random = new Random(41);
        for (var round = 0; round < 2000; round++)
        {
            var (set, expected) = (PartSet.Empty, new bool[Features]);
            for (var step = 0; step < 8; step++)
            {
                var first = random.Next(Features);
                var part = new Part(first, random.Next(0, Features - first + 1));
                var adds = random.Next(3) > 0;
                set = adds ? set.With(part) : set.Without(part);
                expected.AsSpan(part.First, part.Count).Fill(adds);

                Check(set, expected);
                var asked = new Part(first, random.Next(1, Features - first + 1));
                set.Contains(asked).ShouldBe(expected[asked.First..asked.End].All(e => e));
                set.Overlaps(asked).ShouldBe(expected[asked.First..asked.End].Any(e => e));
            }
        }
    }

    /// <summary>The ranges are the longest runs of features, in order.</summary>
    private static void Check(PartSet set, bool[] expected)
    {
        var ranges = new List<Part>();
        for (var i = 0; i < Features; i++)
        {
            if (expected[i] && i > 0 && expected[i - 1])
            {
                ranges[^1] = ranges[^1] with { Count = ranges[^1].Count + 1 };
            }
            else if (expected[i])
            {
                ranges.Add(new Part(i, 1));
            }
        }

        set.Ranges.ShouldBe(ranges);
        set.IsEmpty.ShouldBe(ranges.Count == 0);
    }
}
