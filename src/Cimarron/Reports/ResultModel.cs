namespace Cimarron.Reports;

/// <summary>The network of a result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Hash">Hash of everything that defines it.</param>
/// <param name="Macs">Multiply-accumulates of one pass.</param>
/// <param name="VectorElements">Elements handled by vector operators, which cost nothing here.</param>
public sealed record ResultModel(string Name, string Source, string Hash, long Macs, long VectorElements);
