using BenchmarkDotNet.Attributes;
using Cimarron.Costs;
using Cimarron.Mappings;
using Cimarron.Tests;

namespace Cimarron.Benchmarks;

/// <summary>Time and allocation per mapping, on mappings of ResNet-18's layers on the default chip.</summary>
[MemoryDiagnoser]
public class EvaluatorBenchmarks
{
    private const int Count = 70;

    private Mapping[] _mappings = [];
    private Evaluator _evaluator = new(TestChips.Default);

    [GlobalSetup]
    public void Load()
    {
        // The large vectors are those without a list of transfers; all are ResNet-18 layers on the default chip.
        var vectors = ReferenceVector.All.Where(vector => !vector.IsViolation && !vector.Expected.TryGetProperty("transfers", out _)).ToArray();
        if (vectors.Length != Count)
        {
            throw new InvalidOperationException($"{vectors.Length} mappings instead of {Count}");
        }

        _mappings = [.. vectors.Select(vector => vector.Mapping)];
        _evaluator = new Evaluator(vectors[0].Chip);
    }

    /// <summary>Latency and energy.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public double Measure()
    {
        var sum = 0.0;
        foreach (var mapping in _mappings)
        {
            sum += _evaluator.Measure(mapping).Edp;
        }

        return sum;
    }

    /// <summary>Energy alone.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public double MeasureDynamicEnergy()
    {
        var sum = 0.0;
        foreach (var mapping in _mappings)
        {
            sum += _evaluator.MeasureDynamicEnergy(mapping);
        }

        return sum;
    }

    /// <summary>The full account with stalls.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public double Evaluate()
    {
        var sum = 0.0;
        foreach (var mapping in _mappings)
        {
            sum += _evaluator.Evaluate(mapping).LatencyCycles;
        }

        return sum;
    }
}
