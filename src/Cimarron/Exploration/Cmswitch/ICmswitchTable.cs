using Cimarron.Exploration.Studies;
using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>One table of the study: the work it needs and what is made of it.</summary>
internal interface ICmswitchTable
{
    /// <summary>Name on the command line and of its files.</summary>
    string Id { get; }

    /// <summary>What it shows, a few words.</summary>
    string Title { get; }

    /// <summary>The work, in the order in which it should be done.</summary>
    IEnumerable<StudyWork> Work(CmswitchContext context);

    /// <summary>The table, once all its work is done.</summary>
    ReportTable Build(CmswitchContext context);
}
