namespace Cimarron.Exploration.Studies;

/// <summary>How far a study is.</summary>
/// <param name="Table">The table being worked on.</param>
/// <param name="Done">Tasks done, those of earlier runs included.</param>
/// <param name="Total">All tasks.</param>
/// <param name="Elapsed">Time of this run.</param>
/// <param name="Remaining">Estimated time left; null before there is anything to estimate from.</param>
/// <param name="Current">What is being worked on.</param>
public sealed record StudyProgress(string Table, int Done, int Total, TimeSpan Elapsed, TimeSpan? Remaining, string Current);
