using Cimarron.Exploration.Sparse;

namespace Cimarron.Tool.Commands;

/// <summary>What <c>sparse</c> is asked for.</summary>
internal sealed record SparseRequest(SparseQuestion Question, Diagnostic? Remark, int Threads, string? Output, bool ShowsDetails, bool AsJson, bool IsQuiet);
