using System.Globalization;

namespace Cimarron.Solvers;

/// <summary>
/// Writes every program to a file before it asks a solver: the first under the name given, <c>model.lp</c>, the others as <c>model-2.lp</c>, <c>model-3.lp</c> …, so that after a
/// failure the last file holds the program that it happened on. Files that are there already are replaced.
/// </summary>
public sealed class ModelWritingSolver : IMipSolver
{
    private readonly IMipSolver _solver;
    private readonly string _path;
    private int _written;

    /// <summary>A solver that writes its programs.</summary>
    /// <param name="solver">Who solves them.</param>
    /// <param name="path">The first file; its ending, <c>.lp</c> or <c>.mps</c>, decides the format.</param>
    /// <exception cref="DiagnosticException">The ending is unknown, or the directory does not exist.</exception>
    public ModelWritingSolver(IMipSolver solver, string path)
    {
        ModelFile.FormatOf(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory && !Directory.Exists(directory))
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0110", "the directory does not exist", file: path, hint: "create it, or choose another place"));
        }

        (_solver, _path) = (solver, path);
    }

    /// <inheritdoc/>
    public string Name => _solver.Name;

    /// <summary>The files written so far, in the order of the programs.</summary>
    public IReadOnlyList<string> Files => [.. Enumerable.Range(1, Volatile.Read(ref _written)).Select(FileOf)];

    /// <inheritdoc/>
    /// <remarks>Programs are numbered in the order of the calls, which come one after another when a single layer is mapped.</remarks>
    public SolveResult Solve(MipModel model, SolveOptions options, IProgress<SolveProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            ModelFile.Write(FileOf(_written + 1), model, CancellationToken.None);
            _written++;
        }

        return _solver.Solve(model, options, progress, cancellationToken);
    }

    private string FileOf(int number) => number == 1 ? _path
        : Path.Combine(Path.GetDirectoryName(_path) ?? "", string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(_path)}-{number}{Path.GetExtension(_path)}"));
}
