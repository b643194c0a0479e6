using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;

namespace Cimarron.Exploration.Ciminus;

/// <summary>One network on one chip with one pattern.</summary>
/// <param name="Network">Built-in network.</param>
/// <param name="Chip">Built-in chip.</param>
/// <param name="Organisation">Rows and columns of macros, as 8×2; empty for the chip's own.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Mapping">How weights are laid out.</param>
/// <param name="SkipsZeros">Whether zero bits of inputs are skipped.</param>
internal sealed record SparseRun(string Network, string Chip, string Organisation, FlexBlock Pattern, SparseMapping Mapping, bool SkipsZeros)
{
    /// <summary>Runs with equal keys are the same.</summary>
    public string Key => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Network} {Chip} {Organisation} {Pattern.Name}@{Pattern.Ratio:R} {Mapping.Compression} {Mapping.Rearranges} {Mapping.Strategy} {SkipsZeros}");
}
