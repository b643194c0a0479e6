namespace Cimarron.DualMode;

/// <summary>How far a compilation is.</summary>
/// <param name="Done">Ways to divide attention that were planned.</param>
/// <param name="Total">Ways there are.</param>
/// <param name="Best">Cycles of the best plan so far; null when there is none yet.</param>
public sealed record CompileProgress(int Done, int Total, double? Best);
