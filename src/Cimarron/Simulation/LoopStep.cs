namespace Cimarron.Simulation;

/// <summary>What one iteration of one loop does for one operand (rule 9), with everything static already looked up.</summary>
/// <param name="Current">Index of the timer t[at(l, X), X].</param>
/// <param name="Next">Index of the timer of the next used level, or of m[X].</param>
/// <param name="Cycles">Transfer cycles on this loop; 0 when it is not X's firing loop.</param>
/// <param name="Double">Whether the next level is double buffered for X; false at the MAC.</param>
internal readonly record struct LoopStep(int Current, int Next, long Cycles, bool Double);
