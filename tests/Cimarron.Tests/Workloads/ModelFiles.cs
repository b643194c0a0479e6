namespace Cimarron.Tests.Workloads;

/// <summary>Paths of the model files shipped with the tests.</summary>
internal static class ModelFiles
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "Models", name);
}
