namespace Cimarron;

/// <summary>How serious a <see cref="Diagnostic"/> is.</summary>
public enum Severity
{
    /// <summary>A remark; nothing is wrong.</summary>
    Info,

    /// <summary>The result stands, but not everything the user gave was used or could be checked.</summary>
    Warning,

    /// <summary>The input cannot be used.</summary>
    Error,
}
