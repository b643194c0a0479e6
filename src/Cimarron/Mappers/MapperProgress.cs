namespace Cimarron.Mappers;

/// <summary>How far the search of one layer is.</summary>
/// <param name="Best">Objective value of the best mapping so far; +∞ before the first.</param>
/// <param name="LowerBound">Proven lower bound.</param>
/// <param name="Elapsed">Time spent on this layer.</param>
public readonly record struct MapperProgress(double Best, double LowerBound, TimeSpan Elapsed)
{
    /// <summary>(best − bound) / best, 0…1.</summary>
    public double Gap => double.IsPositiveInfinity(Best) ? 1 : Math.Max(0, (Best - LowerBound) / Best);
}
