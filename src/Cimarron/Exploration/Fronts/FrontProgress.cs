namespace Cimarron.Exploration.Fronts;

/// <summary>How far the search of a network's fronts is.</summary>
/// <param name="Layer">Name of the layer at work.</param>
/// <param name="Index">Its position, from 1.</param>
/// <param name="Layers">Number of layers.</param>
/// <param name="Points">Points of it found so far.</param>
/// <param name="Wanted">Points wanted per layer.</param>
/// <param name="Elapsed">Time since the start.</param>
public readonly record struct FrontProgress(string Layer, int Index, int Layers, int Points, int Wanted, TimeSpan Elapsed)
{
    /// <summary>Share of the work done, 0…1, by layers and points.</summary>
    public double Done => (Index - 1 + ((double)Points / Wanted)) / Layers;
}
