using Cimarron.Mappers;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Recursion;

namespace Cimarron.Tests.Mappers.Formulations;

/// <summary>A scheme of a small problem for which the recursion's best path was found.</summary>
internal sealed record BestPath(SmallProblem Problem, ChipSearchTables Tables, SchemeColumns Columns, RecursionSearch Labels)
{
    /// <summary>The best paths for latency of the first three schemes of random problems.</summary>
    public static IEnumerable<BestPath> ForLatency(int seed, int count)
    {
        foreach (var problem in SmallProblem.Make(seed, count))
        {
            var tables = new ChipSearchTables(problem.Chip);
            var search = new RecursionLayerSearch(tables, problem.Layer, problem.Options(Objective.Latency), () => false);
            foreach (var scheme in search.Schemes().Take(3))
            {
                var columns = search.Columns(scheme.Scheme);
                var bound = new RecursionBound(columns, Objective.Latency, 0, null, double.PositiveInfinity);
                var labels = new RecursionSearch(tables, columns, bound, Objective.Latency, double.PositiveInfinity);
                labels.Run(() => false);
                if (labels.Mapping is not null)
                {
                    yield return new BestPath(problem, tables, columns, labels);
                }
            }
        }
    }
}
