namespace Cimarron.Mappers.Exact;

/// <summary>One anchor: the operand it belongs to and its move.</summary>
internal readonly record struct AnchorStep(int Operand, Move Move);
