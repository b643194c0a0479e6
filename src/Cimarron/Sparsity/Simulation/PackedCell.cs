namespace Cimarron.Sparsity.Simulation;

/// <summary>One weight of an array, which knows where it comes from.</summary>
/// <param name="Group">The group.</param>
/// <param name="Row">Its row; with intra blocks the top row of its block.</param>
/// <param name="Column">Its column: the output it contributes to.</param>
/// <param name="Slot">Which of the kept elements of its intra block it is, from 0; 0 without.</param>
/// <param name="Span">How many rows, from <paramref name="Row"/> on, its input may come from; 1 without intra blocks.</param>
internal readonly record struct PackedCell(int Group, int Row, int Column, int Slot, int Span);
