using Cimarron.Exploration.Studies;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Ciminus;

/// <summary>One table of the study: the runs it needs and what is made of them.</summary>
internal interface ICiminusTable
{
    /// <summary>Name on the command line and of its files.</summary>
    string Id { get; }

    /// <summary>What it shows, a few words.</summary>
    string Title { get; }

    /// <summary>The runs.</summary>
    IEnumerable<StudyWork> Work(CiminusContext context);

    /// <summary>The table, once all of them are done.</summary>
    ReportTable Build(CiminusContext context);
}
