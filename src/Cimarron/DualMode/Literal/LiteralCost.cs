using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Literal;

/// <summary>Times of the literal reading: those of <see cref="PaperCost"/>, but the bus carries every weight of a segment once, whatever the number of its copies.</summary>
internal sealed class LiteralCost : ICostModel
{
    private readonly CostSettings _settings;
    private readonly PaperCost _parallel;
    private readonly int _weightBits;

    /// <summary>The times on a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="settings">Whether loads pay for the bus and whether weights count in AI; groups are never packed.</param>
    public LiteralCost(DualModeChip chip, CostSettings settings)
    {
        _settings = settings;
        _parallel = new PaperCost(chip, settings with { HasFreeBus = true, PacksGroups = false, CountsPackInIntensity = false });
        _weightBits = chip.WeightBits;
    }

    /// <inheritdoc/>
    public bool KeepsTensors => false;

    /// <inheritdoc/>
    public double ComputeTime(Piece piece, int copies) => _parallel.ComputeTime(piece, copies);

    /// <inheritdoc/>
    public double StreamTime(Piece piece, int arrays, int operators) => _parallel.StreamTime(piece, arrays, operators);

    /// <inheritdoc/>
    public double VectorTime(Piece piece) => 0;

    /// <inheritdoc/>
    public double ReloadTime(ReadOnlySpan<Piece> pieces, ReadOnlySpan<int> copies)
    {
        var writing = _parallel.ReloadTime(pieces, copies);
        var weights = 0L;
        foreach (var piece in pieces)
        {
            weights += piece.WeightElements;
        }

        return _settings.HasFreeBus ? writing : Math.Max(writing, ExternalTime(weights * _weightBits / 8));
    }

    /// <inheritdoc/>
    public double ExternalTime(long bytes) => _parallel.ExternalTime(bytes);
}
