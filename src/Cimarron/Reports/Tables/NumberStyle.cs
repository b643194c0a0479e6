namespace Cimarron.Reports.Tables;

/// <summary>How the cells of a column read.</summary>
public enum NumberStyle
{
    /// <summary>Words, left-aligned.</summary>
    Text,

    /// <summary>Whole numbers and cycles with separators.</summary>
    Count,

    /// <summary>Five significant digits.</summary>
    Short,

    /// <summary>A factor, e.g. ×1.684.</summary>
    Ratio,

    /// <summary>A share of 1 as per cent.</summary>
    Percent,

    /// <summary>Seconds.</summary>
    Seconds,
}
