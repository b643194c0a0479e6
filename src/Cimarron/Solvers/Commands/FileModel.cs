using Cimarron.Solvers.Files;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers.Commands;

/// <summary>A model as a solver that reads files gets it: relaxed if asked for, and without the objective's constant, whose sign in files is read in more than one way.</summary>
internal sealed class FileModel
{
    private readonly SolveJob _job;

    /// <summary>The model of a job.</summary>
    public FileModel(SolveJob job)
    {
        _job = job;
        Model = job.Model.ForFile(job.Options.RelaxIntegrality);
        Names = new ModelNames(Model);
    }

    /// <summary>The model in the file.</summary>
    public MipModel Model { get; }

    /// <summary>Its names.</summary>
    public ModelNames Names { get; }

    /// <summary>Writes the file.</summary>
    /// <returns>Its path.</returns>
    public string Write(bool isLp)
    {
        var path = _job.Directory[isLp ? "model.lp" : "model.mps"];
        using var writer = new StreamWriter(path, append: false, System.Text.Encoding.ASCII, 1 << 16);
        ModelFile.Write(Model, Names, isLp, writer, CancellationToken.None);
        return path;
    }

    /// <summary>A bound of the file's objective as one of the model's.</summary>
    public double? WithConstant(double? bound) => bound + _job.Model.ObjectiveConstant;
}
