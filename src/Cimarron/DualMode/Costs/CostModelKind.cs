namespace Cimarron.DualMode.Costs;

/// <summary>Which rules a segment's time follows.</summary>
public enum CostModelKind
{
    /// <summary>What the timing simulator executes.</summary>
    Physical,

    /// <summary>The equations of CMSwitch as printed (ASPLOS 2025, arXiv 2502.17006, Eqs. 5–10).</summary>
    Paper,
}
