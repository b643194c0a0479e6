using Cimarron.Solvers;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Running;

namespace Cimarron.Tests.Solvers;

/// <summary>A back end whose model file lies on a device that is always full.</summary>
internal sealed class WriterToFullDisk : CheckedSolver
{
    public override string Name => "full";

    protected override Answer Run(SolveJob job)
    {
        using var writer = new StreamWriter("/dev/full");
        ModelFile.Write(job.Model, new Cimarron.Solvers.Files.ModelNames(job.Model), isLp: false, writer, job.CancellationToken);
        writer.Flush();
        throw new InvalidOperationException("there was room");
    }
}
