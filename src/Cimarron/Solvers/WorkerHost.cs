namespace Cimarron.Solvers;

/// <summary>How to start a process that runs <see cref="SolverWorker"/>.</summary>
/// <param name="File">The executable.</param>
/// <param name="Arguments">Its arguments, <see cref="SolverWorker.Argument"/> last.</param>
public sealed record WorkerHost(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The tool next to this library, run by the .NET host; null when the tool is not there.</summary>
    public static WorkerHost? Default()
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "Cimarron.Tool.dll");
        var dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return System.IO.File.Exists(tool) ? new WorkerHost(dotnet, [tool, SolverWorker.Argument]) : null;
    }
}
