using System.Collections.Immutable;

namespace Cimarron.Reports.Tables;

/// <summary>A row of a table.</summary>
/// <param name="Cells">One cell per column.</param>
/// <param name="IsTotal">Whether the row sums up others.</param>
/// <param name="IsAlarming">Whether the row shows something that must not be.</param>
public sealed record ReportRow(ImmutableArray<ReportCell> Cells, bool IsTotal = false, bool IsAlarming = false);
