using Cimarron.Reports.Tables;

namespace Cimarron.Exploration.Studies;

/// <summary>One table of a study: the work it needs and what is made of it.</summary>
/// <typeparam name="TContext">What the tables of the study share.</typeparam>
internal interface IStudyTable<in TContext>
{
    /// <summary>Name on the command line and of its files.</summary>
    string Id { get; }

    /// <summary>What it shows, a few words.</summary>
    string Title { get; }

    /// <summary>The work, in the order in which it should be done.</summary>
    IEnumerable<StudyWork> Work(TContext context);

    /// <summary>The table, once all its work is done.</summary>
    ReportTable Build(TContext context);
}
