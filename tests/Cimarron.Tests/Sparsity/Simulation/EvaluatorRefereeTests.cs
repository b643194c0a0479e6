using Cimarron.Sparsity.Costs;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Simulation;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>The closed form and the walk agree on every field of every random case.</summary>
public sealed class EvaluatorRefereeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    [InlineData(20_000)]
    [InlineData(30_000)]
    public void The_closed_form_is_what_the_walk_counts(int first)
    {
        var (wrong, walks) = (new List<string>(), 0);
        for (var seed = first; seed < first + 10_000; seed++)
        {
            var drawn = RandomSparseCases.Legal(seed);
            var walked = SparseSimulator.Run(drawn.Mask, drawn.Chip, drawn.Mapping, drawn.Skips);
            walks += walked.Steps > 0 ? 1 : 0;
            if (CostDifference.First(SparseEvaluator.Evaluate(drawn.Mask, drawn.Chip, drawn.Mapping, drawn.Skips), walked) is { } difference)
            {
                wrong.Add($"{difference}; {drawn}");
            }
        }

        walks.ShouldBeGreaterThan(7_000);
        (wrong.Count, string.Join('\n', wrong.OrderBy(w => w.Length).Take(10))).ShouldBe((0, ""));
    }

    [Fact]
    public void The_cases_are_of_every_kind()
    {
        var drawn = Enumerable.Range(0, 2_000).Select(seed => RandomSparseCases.Legal(seed)).Select(d => (Case: d, Cost: SparseEvaluator.Evaluate(d.Mask, d.Chip, d.Mapping, d.Skips))).ToArray();
        var kinds = new Dictionary<string, Func<SparseCase, SparseLayerCost, bool>>(StringComparer.Ordinal)
        {
            ["nothing kept"] = (_, cost) => cost.Steps == 0,
            ["many steps"] = (_, cost) => cost.Steps > 5,
            ["one row or column"] = (d, _) => d.Mask.Shape.Rows == 1 || d.Mask.Shape.Columns == 1,
            ["groups"] = (d, cost) => d.Mask.Shape.Groups > 1 && cost.Steps > 1,
            ["one vector"] = (d, cost) => d.Mask.Shape.Vectors == 1 && cost.Steps > 0,
            ["uneven copies"] = (d, cost) => cost.Copies > 1 && d.Mask.Shape.Vectors % cost.Copies != 0,
            ["more copies than vectors"] = (d, cost) => cost.Copies > d.Mask.Shape.Vectors,
            ["partial sums that travel"] = (_, cost) => !cost.KeepsPartialSums && cost.Steps > 1,
            ["slow rows"] = (d, cost) => d.Chip.RowWriteCycles == 40 && cost.Steps > 1,
            ["no second buffer"] = (d, cost) => !d.Chip.IsDoubleBuffered && cost.Steps > 1,
            ["skipped bits"] = (d, cost) => d.Skips is not null && d.Chip.DetectsZeros && cost.Steps > 0,
            ["zeros not detected"] = (d, _) => d.Skips is not null && !d.Chip.DetectsZeros,
            ["remainders sliced or stacked"] = (d, cost) => d.Mapping.Rearranges && cost.ExtraAccumulations > 0,
            ["both block kinds"] = (d, cost) => d.Mask.Pattern is { Full: not null, Intra: not null } && cost.IndexLoadBits > 0,
            ["clipped intra blocks"] = (d, cost) => d.Mask.Pattern.Intra is { } intra && d.Mask.Shape.Rows % intra.Rows != 0 && cost.Counts[SparseUnit.Mux] > 0,
            ["one mask"] = (d, _) => d.Mask.Pattern.Intra is { Masks.Length: 1 },
            ["low bands"] = (d, cost) => Packed(d) == Compression.Columns && d.Mask.BlockHeight < Math.Min(d.Chip.SubarrayRows, d.Mask.Shape.Rows) && cost.Steps > 0,
            ["clipped blocks"] = (d, cost) => d.Mask.Shape.Rows % d.Mask.BlockHeight != 0 && cost.IndexLoadBits > 0,
            ["stored as if dense"] = (d, _) => Packed(d) == Compression.None && !d.Mask.Pattern.IsDense,
        };

        kinds.Where(k => drawn.Count(d => k.Value(d.Case, d.Cost)) < 20).Select(k => k.Key).ShouldBeEmpty();
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

    private static Compression Packed(SparseCase drawn) => drawn.Mapping.Compression ?? drawn.Mask.Pattern.Compression;

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
