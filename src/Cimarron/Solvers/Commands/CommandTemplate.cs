using System.Text;
using System.Text.RegularExpressions;

namespace Cimarron.Solvers.Commands;

/// <summary>
/// A command line with placeholders, e.g. <c>gurobi_cl ResultFile={solution} {model}</c>. It is split into words here and started without a shell: white space separates
/// words, quotes keep it, a backslash takes the next character as it is; nothing else is special. Placeholders are filled in after the splitting, so a path with spaces stays one word.
/// </summary>
internal sealed partial class CommandTemplate
{
    private const string Option = "--solver-command";

    /// <summary>What may stand in braces.</summary>
    public static readonly string[] Placeholders = ["model", "lp", "solution", "log", "seconds"];

    private CommandTemplate(IReadOnlyList<string> words) => Words = words;

    /// <summary>The words, placeholders not yet filled in.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>A template of words that are already split.</summary>
    public static CommandTemplate Of(params IReadOnlyList<string> words) => new(words);

    /// <summary>Reads a template.</summary>
    /// <exception cref="DiagnosticException">A quote is not closed, a placeholder is unknown or missing, or there is no command.</exception>
    public static CommandTemplate Parse(string text)
    {
        var problems = new List<Diagnostic>();
        var words = Split(text, problems);
        if (words.Count == 0 && problems.Count == 0)
        {
            problems.Add(Problem("there is no command"));
        }

        var used = words.SelectMany(w => Placeholder().Matches(w).Select(m => m.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(used.Where(u => !Placeholders.Contains(u)).Select(u => Problem($"unknown placeholder {{{u}}}", Suggestion.For(u, Placeholders))));
        if (problems.Count == 0 && !used.Contains("model") && !used.Contains("lp"))
        {
            problems.Add(Problem("the command does not name the model file: {model} (MPS) or {lp} is missing"));
        }

        if (problems.Count == 0 && !used.Contains("solution"))
        {
            problems.Add(Problem("the command does not name the solution file: {solution} is missing"));
        }

        return problems.Count == 0 ? new CommandTemplate(words) : throw new DiagnosticException(problems);
    }

    /// <summary>Whether a placeholder is used.</summary>
    public bool Uses(string placeholder) => Words.Any(w => w.Contains($"{{{placeholder}}}", StringComparison.Ordinal));

    /// <summary>The words with placeholders filled in.</summary>
    /// <param name="values">By placeholder.</param>
    public string[] Fill(IReadOnlyDictionary<string, string> values) => [.. Words.Select(w => Placeholder().Replace(w, m => values[m.Groups["name"].Value]))];

    private static List<string> Split(string text, List<Diagnostic> problems)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                (word ??= new StringBuilder()).Append(text[++i]);
            }
            else if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                word ??= new StringBuilder();
                quote = quote == '\0' ? c : '\0';
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                words.AddRange(word is null ? [] : [word.ToString()]);
                word = null;
            }
            else
            {
                (word ??= new StringBuilder()).Append(c);
            }
        }

        if (quote != '\0')
        {
            problems.Add(Problem($"a quote {quote} is not closed"));
        }

        words.AddRange(word is null ? [] : [word.ToString()]);
        return words;
    }

    private static Diagnostic Problem(string message, string? hint = null) =>
        Diagnostic.Error("CIM0709", message, field: Option, hint: hint ?? $"for example {Option} \"gurobi_cl ResultFile={{solution}} {{model}}\"");

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
