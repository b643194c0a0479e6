namespace Cimarron.Exploration.Cmswitch;

/// <summary>Alike segments of a plan.</summary>
/// <param name="Operators">Names of the operators, separated by blanks; part of one is marked with an ellipsis.</param>
/// <param name="Times">How often it runs.</param>
/// <param name="Cycles">Cycles of all runs.</param>
/// <param name="Compute">Arrays that compute.</param>
/// <param name="Memory">Arrays that serve as memory.</param>
internal sealed record SegmentRow(string Operators, long Times, double Cycles, double Compute, double Memory);
