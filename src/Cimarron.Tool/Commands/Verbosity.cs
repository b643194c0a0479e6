namespace Cimarron.Tool.Commands;

/// <summary>How much the tool says.</summary>
internal enum Verbosity
{
    Quiet,
    Normal,
    Verbose,
}
