namespace Cimarron.Reports;

/// <summary>One operator of the model and what became of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Op">The operator.</param>
/// <param name="Outcome"><c>mapped</c>, <c>unmapped</c>, <c>vector</c>, <c>shape</c>, <c>constant</c> or <c>unsupported</c>.</param>
/// <param name="Layer">The entry in the layers it is mapped by; null unless a matrix operator.</param>
/// <param name="Repeat">Executions in one pass.</param>
/// <param name="Elements">Output elements of one execution; 0 when unknown.</param>
public sealed record ResultNode(string Name, string Op, string Outcome, string? Layer, int Repeat, long Elements);
