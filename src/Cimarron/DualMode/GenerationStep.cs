namespace Cimarron.DualMode;

/// <summary>Decoding steps that cost the same.</summary>
/// <param name="Context">Tokens attended to, rounded up to whole tile columns of the chip.</param>
/// <param name="Count">Steps, ≥ 1.</param>
/// <param name="Cycles">Cycles of one of them.</param>
public sealed record GenerationStep(int Context, int Count, double Cycles);
