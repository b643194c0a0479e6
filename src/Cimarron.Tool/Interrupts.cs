using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cimarron.Tool;

/// <summary>The first Ctrl-C (or termination signal) asks the search to stop and report; the second ends the process at once.</summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>Some launchers send a signal to the process and to its group; both arrive at once and mean one request.</summary>
    private static readonly TimeSpan SameRequest = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _source = new();
    private readonly Stopwatch _sinceFirst = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupts() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Array.ForEach(_registrations, r => r.Dispose());
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested && _sinceFirst.Elapsed > SameRequest)
        {
            Environment.Exit((int)ExitCode.Cancelled);
        }

        context.Cancel = true;
        _sinceFirst.Start();
        _source.Cancel();
    }
}
