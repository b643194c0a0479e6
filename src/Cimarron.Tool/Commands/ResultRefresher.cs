using System.Diagnostics;
using Cimarron.Mappers;
using Cimarron.Reports;

namespace Cimarron.Tool.Commands;

/// <summary>Keeps <c>result.json</c> up to date while the search runs, so that even a killed run leaves its finished layers behind.</summary>
internal sealed class ResultRefresher(ResultDirectory? directory, Func<NetworkResult, ResultDocument> build) : IProgress<NetworkProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _sinceWrite = new();

    private NetworkResult? _unwritten;

    public void Report(NetworkProgress value)
    {
        // An answer that comes too soon after the last write waits for a later report, which need not bring news of its own.
        _unwritten = value.Snapshot ?? _unwritten;
        if (directory is null || _unwritten is null || (_sinceWrite.IsRunning && _sinceWrite.Elapsed < Interval))
        {
            return;
        }

        directory.WriteResult(build(_unwritten));
        _unwritten = null;
        _sinceWrite.Restart();
    }
}
