using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Simulation;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>The closed form and the walk agree on every field of every random case.</summary>
public sealed class EvaluatorRefereeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3_000)]
    [InlineData(6_000)]
    [InlineData(9_000)]
    public void The_closed_form_is_what_the_walk_counts(int first)
    {
        var (wrong, walks) = (new List<string>(), 0);
        for (var seed = first; seed < first + 3_000; seed++)
        {
            var drawn = RandomSparseCases.Legal(seed);
            var walked = SparseSimulator.Run(drawn.Mask, drawn.Chip, drawn.Mapping, drawn.Skips);
            walks += walked.Steps > 0 ? 1 : 0;
            if (CostDifference.First(SparseEvaluator.Evaluate(drawn.Mask, drawn.Chip, drawn.Mapping, drawn.Skips), walked) is { } difference)
            {
                wrong.Add($"{difference}; {drawn}");
            }
        }

        walks.ShouldBeGreaterThan(2_000);
        (wrong.Count, string.Join('\n', wrong.OrderBy(w => w.Length).Take(10))).ShouldBe((0, ""));
    }

    [Fact]
    public void Both_refuse_the_same_cases()
    {
        var refused = 0;
        for (var seed = 500_000; seed < 501_500; seed++)
        {
            var drawn = RandomSparseCases.Any(seed);
            var walked = Code(() => SparseSimulator.Run(drawn.Mask, drawn.Chip, drawn.Mapping, drawn.Skips));
            var closed = Code(() => SparseEvaluator.Evaluate(drawn.Mask, drawn.Chip, drawn.Mapping, drawn.Skips));
            closed.ShouldBe(walked is null ? null : "CIM0901", drawn.ToString());
            refused += walked is null ? 0 : 1;
        }

        refused.ShouldBeInRange(200, 1_300);
    }

    private static string? Code(Func<SparseLayerCost> run)
    {
        try
        {
            run();
            return null;
        }
        catch (DiagnosticException e)
        {
            return e.Diagnostics[0].Code;
        }
    }
}
