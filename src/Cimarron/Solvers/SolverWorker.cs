using System.Diagnostics;
using Cimarron.Solvers.Cbc;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers;

/// <summary>
/// The side of a solve that runs in a process of its own: a library whose native code could print, hang or crash must not do so in the process of its user. A program that
/// wants to be such a process passes its arguments to <see cref="Run"/> when they start with <see cref="Argument"/>; the tool does.
/// </summary>
public static class SolverWorker
{
    /// <summary>The first argument of a worker process.</summary>
    public const string Argument = "solver-worker";

    /// <summary>Does what a worker was started for.</summary>
    /// <param name="arguments">The arguments of the process: <see cref="Argument"/>, <c>cbc</c>, the file of the model, the file for the answer, and CBC parameters (names and values in turn).</param>
    /// <returns>The exit code: 0 when an answer was written, 2 when the arguments are no worker's.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (arguments is not [Argument, "cbc", var model, var answer, ..])
        {
            return (int)ExitCode.BadInput;
        }

        EndWithParent();
        try
        {
            CbcWorker.Run(model, answer, [.. arguments.Skip(4)]);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or IOException or InvalidDataException or BadImageFormatException)
        {
            new WorkerAnswer { Error = e.Message.ReplaceLineEndings(" ") }.Write(answer);
        }

        return (int)ExitCode.Ok;
    }

    /// <summary>Our standard input is a pipe from the parent: when it ends, so has the parent, and nobody waits for the answer.</summary>
    private static void EndWithParent()
    {
        var watch = new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
            }

            using var self = Process.GetCurrentProcess();
            self.Kill();
        })
        { IsBackground = true };
        watch.Start();
    }
}
