namespace Cimarron.Sparsity.Simulation;

/// <summary>Something that works until it is done, cycle by cycle.</summary>
internal interface IStage
{
    /// <summary>Works for one cycle.</summary>
    /// <returns>Whether there was anything left to do.</returns>
    bool Tick();
}
