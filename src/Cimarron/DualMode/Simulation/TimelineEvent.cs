namespace Cimarron.DualMode.Simulation;

/// <summary>A stretch of time of one activity.</summary>
/// <param name="Kind">The activity.</param>
/// <param name="Path">The statement.</param>
/// <param name="Name">The operator, vector operator or tensor; for switches <c>TOC</c> or <c>TOM</c>.</param>
/// <param name="Start">First cycle.</param>
/// <param name="Cycles">Length in cycles.</param>
/// <param name="Arrays">Arrays that take part.</param>
public sealed record TimelineEvent(TimelineEventKind Kind, string Path, string Name, long Start, long Cycles, int Arrays);
