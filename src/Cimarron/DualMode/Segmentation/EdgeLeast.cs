namespace Cimarron.DualMode.Segmentation;

/// <summary>Cycles of loading and computing at least, when some uses are kept.</summary>
/// <param name="arrays">Arrays that tensors which only wait leave.</param>
/// <param name="loaded">The piece whose stationary operand is known not to be in its place; −1 for none. That of others is taken as in place.</param>
/// <param name="cycles">The cycles; infinite if it cannot be.</param>
internal sealed class EdgeLeast(int arrays, int loaded, double cycles) : Chained<EdgeLeast>
{
    public int Arrays => arrays;

    public int Loaded => loaded;

    public double Cycles => cycles;
}
