namespace Cimarron.Tool.Commands;

/// <summary>What goes to standard output.</summary>
internal enum OutputFormat
{
    Tables,
    Json,
    Csv,
}
