using Cimarron.Costs;

namespace Cimarron.Tests.Costs;

/// <summary>The evaluator against the reference vectors and against the step-by-step walk.</summary>
public sealed class EvaluatorTests
{
    [Fact]
    public void All_370_reference_costs_are_met()
    {
        var vectors = ReferenceVector.All.Where(vector => !vector.IsViolation).ToList();
        vectors.Count.ShouldBe(370);
        foreach (var vector in vectors)
        {
            var difference = ExpectedCost.From(vector).Difference(new Evaluator(vector.Chip).Evaluate(vector.Mapping));
            difference.ShouldBeNull($"vector {vector.Index}");
        }
    }

    [Fact]
    public void Every_random_mapping_costs_what_its_walk_measures()
    {
        WalkedSample.All.Length.ShouldBeGreaterThanOrEqualTo(20_000);
        WalkedSample.All.AsParallel().ForAll(sample =>
        {
            var difference = sample.Expected.Difference(new Evaluator(sample.Chip).Evaluate(sample.Mapping));
            difference.ShouldBeNull(sample.Mapping.ToString());
        });
    }

    [Fact]
    public void One_evaluator_serves_many_mappings_and_all_its_measures_agree()
    {
        foreach (var chipVectors in ReferenceVector.All.Where(vector => !vector.IsViolation).GroupBy(vector => vector.Chip.Name))
        {
            var evaluator = new Evaluator(chipVectors.First().Chip);
            foreach (var vector in chipVectors)
            {
                var quick = evaluator.Measure(vector.Mapping);
                var dynamic = evaluator.MeasureDynamicEnergy(vector.Mapping);
                var full = evaluator.Evaluate(vector.Mapping);

                quick.Cycles.ShouldBe(full.LatencyCycles);
                quick.Nanojoules.ShouldBe(full.TotalNanojoules, full.TotalNanojoules * 1e-9);
                quick.Edp.ShouldBe(quick.Cycles * quick.Nanojoules);
                full.Edp.ShouldBe(quick.Edp, quick.Edp * 1e-9);
                (dynamic + full.LeakageNanojoules).ShouldBe(full.TotalNanojoules, full.TotalNanojoules * 1e-9);
            }
        }
    }

    [Fact]
    public void Measuring_allocates_nothing_once_warm()
    {
        var vectors = ReferenceVector.All.Where(vector => !vector.IsViolation && vector.Chip.Name == "default").ToArray();
        var evaluator = new Evaluator(vectors[0].Chip);
        void MeasureAll()
        {
            foreach (var vector in vectors)
            {
                evaluator.Measure(vector.Mapping);
                evaluator.MeasureDynamicEnergy(vector.Mapping);
            }
        }

        MeasureAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        MeasureAll();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
