using Cimarron.Sparsity.Patterns;

namespace Cimarron.Tool.Commands;

/// <summary>How patterns are asked for, in help texts.</summary>
internal static class PatternHelp
{
    /// <summary>One pattern with its ratio.</summary>
    public static string One => $"{Names}, parts such as full(2,16)+intra(1:2), or a YAML file; with the share to remove behind @, e.g. row-block@0.8";

    /// <summary>Several patterns.</summary>
    public static string Several => $"patterns, separated by blanks or semicolons, or by commas outside of parentheses: {Names}, parts such as full(2,16)+intra(1:2), or YAML files; @RATIO behind one fixes its ratio";

    private static string Names => string.Join(", ", PatternLibrary.Named.Select(p => p.Name));
}
