using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Properties;

/// <summary>The generator has to reach every corner that the properties built on it are meant to cover.</summary>
public sealed class RandomMappingsTests
{
    private const int Count = 20_000;

    private static readonly IReadOnlyList<(Cimarron.Hardware.Chip Chip, Mapping Mapping)> Sample = [.. new RandomMappings(seed: 1).Legal().Take(Count)];

    [Fact]
    public void All_are_legal_and_short_enough_to_walk()
    {
        foreach (var (chip, mapping) in Sample)
        {
            MappingValidator.IsLegal(mapping, chip, LegalityProfile.Reference).ShouldBeTrue();
            mapping.Temporal.Aggregate(1L, (product, loop) => product * loop.Size).ShouldBeLessThanOrEqualTo(10_000);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_mappings() =>
        new RandomMappings(seed: 1).Legal().Take(100).Select(pair => MappingText(pair.Mapping)).ShouldBe(Sample.Take(100).Select(pair => MappingText(pair.Mapping)));

    [Fact]
    public void Every_corner_is_reached_often()
    {
        Often(mapping => mapping.Layer.G > 1);
        Often(mapping => mapping.Layer.DilationHeight > 1);
        Often(mapping => mapping.Layer.StrideHeight != mapping.Layer.StrideWidth);
        Often(mapping => mapping.Layer.Padding.Top != mapping.Layer.Padding.Bottom);
        Often(mapping => mapping.Temporal.Length >= 6);
        Often(mapping => mapping.Temporal[0].OutputLevel == 0);
        Often(mapping => mapping.Temporal[0].OutputLevel > 0);
        Often(mapping => mapping.Temporal[^1].InputLevel == TestChips.IReg);
        Often(mapping => mapping.Temporal[^1].OutputLevel == TestChips.OReg);
        Often(mapping => mapping.Temporal[^1].WeightLevel != TestChips.Macro);
        Often(mapping => mapping.Spatial.IsEmpty);
        Often(mapping => mapping.Spatial.GroupBy(loop => loop.Axis).Any(axis => axis.Count() > 1));
        foreach (var operand in Operands.All)
        {
            Often(mapping => mapping.Temporal.Select(loop => loop.Level(operand)).Distinct().Count() >= 3);
            Often(mapping => mapping.DoubleBuffered.Any(flag => flag.Operand == operand && flag.Level > 0 && mapping.Temporal.Any(loop => loop.Level(operand) == flag.Level)));
        }

        Sample.Count(pair => MappingValidator.Validate(pair.Mapping, pair.Chip, LegalityProfile.Reference).Any(violation => violation.Kind == MappingViolationKind.Padded))
            .ShouldBeGreaterThan(Count / 50);
        Sample.Count(pair => pair.Mapping.DoubleBuffered.Contains(new BufferFlag(TestChips.Macro, Operand.Weight))
            && pair.Mapping.Temporal[^1].WeightLevel == TestChips.Macro).ShouldBeGreaterThan(Count / 100);
        Sample.Count(pair => pair.Chip.Name == "altered").ShouldBeGreaterThan(Count / 5);
    }

    private static void Often(Func<Mapping, bool> corner) => Sample.Count(pair => corner(pair.Mapping)).ShouldBeGreaterThan(Count / 100);

    private static string MappingText(Mapping mapping) =>
        $"{mapping.Layer} {string.Join(',', mapping.Spatial)} {string.Join(',', mapping.Temporal)} {string.Join(',', mapping.DoubleBuffered)}";
}
