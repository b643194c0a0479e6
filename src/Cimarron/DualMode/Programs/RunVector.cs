namespace Cimarron.DualMode.Programs;

/// <summary>VEC.run: a vector operator, or some features of a featurewise one.</summary>
/// <param name="Vector">The vector operator.</param>
/// <param name="Part">Features of its output.</param>
public sealed record RunVector(string Vector, Part Part) : Instruction;
