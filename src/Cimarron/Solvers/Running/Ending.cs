namespace Cimarron.Solvers.Running;

/// <summary>How a solver's process ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + the signal when one ended it.</param>
/// <param name="WasLate">Whether it was stopped for overrunning its time.</param>
/// <param name="WasCancelled">Whether it was stopped because the caller cancelled.</param>
/// <param name="LastLines">The end of its output, on one line, for messages.</param>
internal sealed record Ending(int ExitCode, bool WasLate, bool WasCancelled, string LastLines)
{
    /// <summary>Whether we stopped it.</summary>
    public bool WasStopped => WasLate || WasCancelled;
}
