using Cimarron.Solvers;

namespace Cimarron.Tests.Solvers;

/// <summary>The solvers that the tests run; ./test installs them.</summary>
internal static class TestSolvers
{
    public const string GlpkCommand = "glpsol --freemps {model} --write {solution} --tmlim {seconds}";
    public const string CbcCommand = "cbc {model} -seconds {seconds} -timeMode elapsed -solve -solution {solution}";
    public const string CbcLpCommand = "cbc {lp} -seconds {seconds} -timeMode elapsed -solve -solution {solution}";

    /// <summary>CBC's library, in a worker process.</summary>
    public static IMipSolver Cbc => SolverLibrary.Get("cbc");

    /// <summary>HiGHS, as WebAssembly unless there is an executable.</summary>
    public static IMipSolver Highs => SolverLibrary.Get("highs");

    /// <summary>GLPK by a command.</summary>
    public static IMipSolver Glpk => SolverLibrary.FromCommand(GlpkCommand);

    /// <summary>CBC's executable by a command, from the MPS file.</summary>
    public static IMipSolver CbcExecutable => SolverLibrary.FromCommand(CbcCommand);

    /// <summary>CBC's executable by a command, from the LP file.</summary>
    public static IMipSolver CbcFromLp => SolverLibrary.FromCommand(CbcLpCommand);
}
