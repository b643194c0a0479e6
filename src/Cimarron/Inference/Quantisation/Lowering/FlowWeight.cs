namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Weights that a model stores as integers, [G, N, K].</summary>
/// <param name="Values">The integers as signed bytes.</param>
/// <param name="Scales">One scale, or one per column [G·K].</param>
/// <param name="Zeros">Zero points, one or one per column; empty when 0.</param>
internal sealed record FlowWeight(sbyte[] Values, float[] Scales, int[] Zeros);
