using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Sparsity.Simulation;

/// <summary>What every part of a walk needs to know.</summary>
/// <param name="Shape">The matrices.</param>
/// <param name="Chip">The chip.</param>
/// <param name="Index">What finds inputs and outputs again.</param>
/// <param name="Placed">The steps.</param>
/// <param name="Skips">Shares of zero bits; null without input sparsity.</param>
/// <param name="Tally">Where events are counted.</param>
internal sealed record LayerWalk(MatrixShape Shape, SparseChip Chip, IndexFormat Index, WalkedSteps Placed, IReadOnlyList<BitShare>? Skips, Tally Tally);
