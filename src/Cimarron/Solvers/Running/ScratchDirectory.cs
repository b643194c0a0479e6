namespace Cimarron.Solvers.Running;

/// <summary>A directory for the files exchanged with a solver; it goes away with the solve, however that ends.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("cimarron-solve-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => Path.Combine(_path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The answer is what counts; the system's own tidying of temporary files gets the rest.
        }
    }
}
