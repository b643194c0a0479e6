namespace Cimarron.DualMode.Segmentation;

/// <summary>Cycles of loading and computing at least, when some uses are kept.</summary>
/// <param name="Arrays">Arrays that tensors which only wait leave.</param>
/// <param name="Loaded">The piece whose stationary operand is known not to be in its place; −1 for none. That of others is taken as in place.</param>
/// <param name="Cycles">The cycles; infinite if it cannot be.</param>
internal sealed record EdgeLeast(int Arrays, int Loaded, double Cycles);
