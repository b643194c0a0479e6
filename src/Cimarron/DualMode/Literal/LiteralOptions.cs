using Cimarron.DualMode.Costs;

namespace Cimarron.DualMode.Literal;

/// <summary>What the literal reading leaves open; everything else is fixed, see <see cref="LiteralModel"/>.</summary>
/// <param name="Cost">
/// Whether loads pay for the bus (<see cref="CostSettings.HasFreeBus"/>) and whether weights count in the arithmetic intensity (<see cref="CostSettings.CountsWeightsInIntensity"/>). The other fields have no effect.
/// </param>
/// <param name="CopiesProducts">Whether the baseline gives copies to matrix products, or to convolutions only.</param>
/// <param name="HasGreedyPieces">Whether only the largest pieces are tried.</param>
public sealed record LiteralOptions(CostSettings Cost, bool CopiesProducts = true, bool HasGreedyPieces = false);
