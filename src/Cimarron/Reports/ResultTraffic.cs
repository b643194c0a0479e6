namespace Cimarron.Reports;

/// <summary>Energy of one operand's traffic at one level, nJ.</summary>
/// <param name="Read">Reading.</param>
/// <param name="Write">Writing.</param>
public sealed record ResultTraffic(double Read, double Write);
