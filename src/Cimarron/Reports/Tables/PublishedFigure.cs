namespace Cimarron.Reports.Tables;

/// <summary>A figure that others have published, to stand beside ours.</summary>
/// <param name="Id">Stable name.</param>
/// <param name="Quantity">What was measured, one phrase.</param>
/// <param name="Low">Least value reported, in the unit of the quantity.</param>
/// <param name="High">Largest value reported; equal to <paramref name="Low"/> for a single figure.</param>
/// <param name="Text">The figure for people, with unit.</param>
/// <param name="Source">Where it was published.</param>
public sealed record PublishedFigure(string Id, string Quantity, double Low, double High, string Text, string Source);
