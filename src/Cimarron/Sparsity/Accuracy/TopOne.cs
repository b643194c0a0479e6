namespace Cimarron.Sparsity.Accuracy;

/// <summary>How many samples a model classifies right.</summary>
/// <param name="Right">Samples whose largest output is their label.</param>
/// <param name="Total">Samples.</param>
public readonly record struct TopOne(int Right, int Total)
{
    /// <summary>Their share, 0 … 1.</summary>
    public double Share => (double)Right / Math.Max(1, Total);
}
