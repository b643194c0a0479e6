namespace Cimarron.DualMode.Programs.Checking;

/// <summary>What a compute-mode array holds.</summary>
/// <param name="Operator">The operator; null for nothing.</param>
/// <param name="Tile">Its tile.</param>
/// <param name="Version">The operator's iteration.</param>
/// <param name="IsInPlace">Whether a tensor was switched instead of written.</param>
internal readonly record struct TileContent(string? Operator, int Tile, int Version, bool IsInPlace);
