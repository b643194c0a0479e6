using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>The plan of a block.</summary>
/// <param name="Block">The block.</param>
/// <param name="Iterations">Its iterations in order; equal ones that follow each other are kept once.</param>
public sealed record PlannedBlock(DualBlock Block, ImmutableArray<PlannedIterations> Iterations);
