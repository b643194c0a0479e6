using Cimarron.Solvers;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Running;

namespace Cimarron.Tests.Solvers;

/// <summary>A back end that answers whatever the test says.</summary>
internal sealed class FakeSolver(Func<SolveJob, Answer> answer) : CheckedSolver
{
    public override string Name => "fake";

    public int Calls { get; private set; }

    protected override Answer Run(SolveJob job)
    {
        Calls++;
        return answer(job);
    }
}
