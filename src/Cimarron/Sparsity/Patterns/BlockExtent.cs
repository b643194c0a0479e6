namespace Cimarron.Sparsity.Patterns;

/// <summary>One side of a block: a number, the whole side of the matrix, or the rows of a channel.</summary>
/// <param name="Kind">What it is measured by.</param>
/// <param name="Count">The number, ≥ 1, if it is one; otherwise 0.</param>
public readonly record struct BlockExtent(ExtentKind Kind, int Count)
{
    /// <summary>The whole side.</summary>
    public static BlockExtent All { get; } = new(ExtentKind.All, 0);

    /// <summary>R·S rows.</summary>
    public static BlockExtent Channel { get; } = new(ExtentKind.Channel, 0);

    /// <summary>A number of rows or columns, ≥ 1.</summary>
    public static BlockExtent Of(int count) => count >= 1 ? new(ExtentKind.Count, count) : throw new ArgumentOutOfRangeException(nameof(count));

    /// <summary>Its length in a matrix, at most the side.</summary>
    /// <param name="side">Rows or columns of the matrix, ≥ 1.</param>
    /// <param name="channelRows">R·S.</param>
    public int Resolve(int side, int channelRows) => Kind switch
    {
        ExtentKind.All => side,
        ExtentKind.Channel => Math.Min(channelRows, side),
        _ => Math.Min(Count, side),
    };

    /// <summary>As in pattern texts: <c>16</c>, <c>all</c>, <c>channel</c>.</summary>
    public override string ToString() => Kind switch
    {
        ExtentKind.All => "all",
        ExtentKind.Channel => "channel",
        _ => Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
