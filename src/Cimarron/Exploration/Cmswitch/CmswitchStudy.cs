using System.Collections.Immutable;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>
/// Regenerates the tables of the CMSwitch paper (ASPLOS 2025, arXiv 2502.17006) with our compiler, each with the published figure beside it. Every plan's figures
/// are kept in a cache as soon as they are there, so a run that was killed goes on where it was. docs/paper-cmswitch.md explains the tables.
/// </summary>
public sealed class CmswitchStudy
{
    private static readonly ImmutableArray<IStudyTable<CmswitchContext>> Known =
    [
        new SpeedupTable(), new LiteralTable(), new PresetTable(), new LengthTable(), new GenerationTable(), new PrimeTable(), new SegmentTable(), new ArraysTable(), new SwitchingTable(), new SensitivityTable(),
    ];

    private readonly ImmutableArray<IStudyTable<CmswitchContext>> _tables;
    private readonly CmswitchContext _context;

    /// <summary>A study whose answers live in the given directory.</summary>
    /// <param name="options">How large it is.</param>
    /// <param name="tables">Which tables; every one when empty.</param>
    /// <param name="cacheDirectory">Directory of the answers; created when missing.</param>
    /// <exception cref="DiagnosticException">A table is unknown, or the directory cannot be used.</exception>
    public CmswitchStudy(CmswitchOptions options, IReadOnlyCollection<string> tables, string cacheDirectory)
    {
        _tables = StudyStep.Choose(tables, Known, t => t.Id);
        _context = new CmswitchContext(options, new ResultCache(cacheDirectory));
    }

    /// <summary>The tables there are: name and what it shows.</summary>
    public static ImmutableArray<(string Id, string Title)> Tables => [.. Known.Select(t => (t.Id, t.Title))];

    /// <summary>Whether the last run finished every table.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Does the work and builds the report. Cancellation does not throw: the tables that are finished are reported, <see cref="IsComplete"/> tells the rest.</summary>
    /// <param name="command">The command line, for the record.</param>
    /// <param name="progress">Told of every compilation on the working threads.</param>
    /// <param name="refreshed">Given the report so far whenever a table is finished.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public ReportDocument Run(string command, IProgress<StudyProgress>? progress = null, Action<ReportDocument>? refreshed = null, CancellationToken cancellationToken = default)
    {
        var steps = _tables.Select(t => new StudyStep(t.Id, t.Title, [.. t.Work(_context)], () => t.Build(_context))).ToImmutableArray();
        var run = new StudyRun(steps, _context.Options.Threads, finished => Report(finished, command), progress);
        var report = run.Run(refreshed, cancellationToken);
        IsComplete = run.IsComplete;
        return report;
    }

    private ReportDocument Report(ImmutableArray<ReportTable> tables, string command) => new()
    {
        Title = "CMSwitch's tables, regenerated",
        Summary = "Compilation for arrays that switch between computing and storing, against compilers that only compute. The physical model is what the timing simulator executes; the paper's model is its printed equations. "
            + "Published figures stand beside ours."
            + (_context.Options.IsQuick ? " This is the quick edition: fewer networks, lengths and sweep points." : "")
            + (tables.Length < _tables.Length ? $" {tables.Length} of {_tables.Length} tables are finished." : ""),
        Command = command,
        Facts =
        [
            ("chip", $"dynaplasia {DualSetting.Physical.Chip.Hash[..12]} unless a table says otherwise"),
            ("networks", $"batch 1, {DualWorkload.DefaultLength} tokens unless a table says otherwise"),
            ("version", $"cimarron {ResultBuilder.ToolVersion}"),
        ],
        Headlines = [.. tables.SelectMany(t => t.Headlines)],
        Tables = tables,
    };
}
