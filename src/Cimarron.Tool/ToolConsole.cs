using Spectre.Console;

namespace Cimarron.Tool;

/// <summary>Where the tool writes: results to one writer, progress and diagnostics to the other.</summary>
internal sealed class ToolConsole
{
    /// <summary>Wide enough for every table: output that is not on a terminal is never wrapped.</summary>
    private const int UnlimitedWidth = 400;

    /// <summary>What every terminal has; the true width is known only where standard output goes to one.</summary>
    private const int AnyTerminalWidth = 80;

    public ToolConsole(TextWriter stdout, TextWriter stderr, bool outIsTerminal = false, bool errorIsTerminal = false, int? width = null)
    {
        Out = stdout;
        Error = stderr;
        ErrorIsTerminal = errorIsTerminal;
        Width = outIsTerminal && width is > 20 ? width.Value : UnlimitedWidth;
        ProgressWidth = Width == UnlimitedWidth ? AnyTerminalWidth : Width;
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Progress and diagnostics.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether progress may redraw its line.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>Columns of the output.</summary>
    public int Width { get; }

    /// <summary>Columns of a redrawn progress line; a longer one would wrap and could not be redrawn.</summary>
    public int ProgressWidth { get; }

    /// <summary>The console of the process.</summary>
    public static ToolConsole ForProcess()
    {
        int? width = null;
        try
        {
            width = Console.IsOutputRedirected ? null : Console.WindowWidth;
        }
        catch (IOException)
        {
            // A terminal that does not know its size gets unwrapped lines.
        }

        var hasCursor = Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        return new ToolConsole(Console.Out, Console.Error, !Console.IsOutputRedirected, hasCursor && !Console.IsErrorRedirected, width);
    }

    /// <summary>Prints a table and an empty line; the padding that table drawing leaves at line ends is cut.</summary>
    public void Write(Table table)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
        var lines = text.ToString().ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd());
        Out.WriteLine(string.Join('\n', lines).Trim('\n'));
        Out.WriteLine();
    }

    /// <summary>Prints findings, one per paragraph.</summary>
    public void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Error.WriteLine(Clean(diagnostic.ToString()));
        }
    }

    /// <summary>Text without control characters, so that names from files cannot steer the terminal.</summary>
    public static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c));
}
