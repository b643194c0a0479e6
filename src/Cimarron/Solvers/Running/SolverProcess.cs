using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cimarron.Solvers.Running;

/// <summary>
/// Runs a solver as a process: directly, never through a shell; its output read line by line; stopped when late or cancelled, first by an interrupt,
/// on which most solvers write what they have, then for good with all its children.
/// </summary>
internal sealed class SolverProcess
{
    private const int KeptLines = 6;
    private const int LongestLine = 300;
    private const int InterruptSignal = 2;
    private static readonly TimeSpan AfterInterrupt = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SameMoment = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly string _solver;
    private readonly Action<string> _onLine;
    private readonly Queue<string> _lastLines = [];

    /// <summary>A run of a solver.</summary>
    /// <param name="solver">Its name, for messages.</param>
    /// <param name="onLine">Takes each line of output, one at a time.</param>
    public SolverProcess(string solver, Action<string> onLine)
    {
        _solver = solver;
        _onLine = onLine;
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="file">The executable: a path, or a name to look for on PATH.</param>
    /// <param name="arguments">Its arguments, each one word to it whatever it contains.</param>
    /// <param name="deadline">When it is late, counted from now; null for never.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DiagnosticException">It could not be started.</exception>
    public Ending Run(string file, IEnumerable<string> arguments, TimeSpan? deadline, CancellationToken cancellationToken)
    {
        using var process = Start(file, arguments);

        // Threads of their own: the thread pool may be busy with a search, and what a solver said must not be lost for that.
        Thread[] readers = [Reader(process.StandardOutput), Reader(process.StandardError)];
        var clock = Stopwatch.StartNew();
        var wasStopped = false;
        try
        {
            while (!process.WaitForExit(Tick))
            {
                if (cancellationToken.IsCancellationRequested || clock.Elapsed > deadline)
                {
                    wasStopped = true;
                    Stop(process);
                    break;
                }
            }

            // A Ctrl-C in a terminal reaches the solver and us at the same moment, and it may end first.
            var wasCancelled = wasStopped ? cancellationToken.IsCancellationRequested : process.ExitCode == 128 + InterruptSignal && cancellationToken.WaitHandle.WaitOne(SameMoment);

            // Waits for the end of its output too; a grandchild that keeps the pipe open must not keep us.
            Array.ForEach(readers, r => r.Join(AfterInterrupt));
            return new Ending(process.ExitCode, wasStopped && !wasCancelled, wasCancelled, LastLines());
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            process.Dispose();
            throw SolverFailure.Unusable(_solver, $"'{file}' does not start: {e.Message}", "check its path and that it is executable; cimarron solvers lists what was found");
        }

        return process;
    }

    private Thread Reader(StreamReader output)
    {
        var thread = new Thread(() =>
        {
            try
            {
                while (output.ReadLine() is { } line)
                {
                    Take(line);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // A stray grandchild kept the pipe open after the solve was over.
            }
        })
        { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Take(string line)
    {
        lock (_lastLines)
        {
            if (line.Length > 0)
            {
                _lastLines.Enqueue(line.Length <= LongestLine ? line : line[..LongestLine]);
                if (_lastLines.Count > KeptLines)
                {
                    _lastLines.Dequeue();
                }
            }

            _onLine(line);
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
        {
            return string.Join(" | ", _lastLines.Select(l => string.Concat(l.Select(c => char.IsControl(c) ? ' ' : c)).Trim()));
        }
    }

    private static void Stop(Process process)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SendSignal(process.Id, InterruptSignal);
            process.WaitForExit(AfterInterrupt);
        }

        Kill(process);
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in between.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
