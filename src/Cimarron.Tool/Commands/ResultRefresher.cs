using System.Diagnostics;
using Cimarron.Mappers;
using Cimarron.Reports;

namespace Cimarron.Tool.Commands;

/// <summary>Keeps <c>result.json</c> up to date while the search runs, so that even a killed run leaves its finished layers behind.</summary>
internal sealed class ResultRefresher(ResultDirectory? directory, Func<NetworkResult, ResultDocument> build) : IProgress<NetworkProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _sinceWrite = new();

    public void Report(NetworkProgress value)
    {
        if (directory is null || value.Snapshot is null || (_sinceWrite.IsRunning && _sinceWrite.Elapsed < Interval))
        {
            return;
        }

        directory.WriteResult(build(value.Snapshot));
        _sinceWrite.Restart();
    }
}
