namespace Cimarron.DualMode.Programs;

/// <summary>A range of features or tiles.</summary>
/// <param name="First">First one.</param>
/// <param name="Count">How many, ≥ 1.</param>
public readonly record struct Part(int First, int Count)
{
    /// <summary>The one after the last.</summary>
    public int End => First + Count;
}
