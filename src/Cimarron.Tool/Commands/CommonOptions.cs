using System.CommandLine;
using System.Globalization;
using Cimarron.Hardware;

namespace Cimarron.Tool.Commands;

/// <summary>Options that several commands share, and how their text becomes values.</summary>
internal static class CommonOptions
{
    public static Option<string> Chip() => new("--chip", "-c")
    {
        Description = $"built-in chip ({string.Join(", ", ChipLibrary.Names)}) or chip file",
        HelpName = "NAME|FILE",
        DefaultValueFactory = _ => "default",
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "change one field of the chip, e.g. cores=16 or Global_buffer.size=512KiB; repeatable",
        HelpName = "PATH=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string[]> Dim() => new("--dim")
    {
        Description = "value of a symbolic dimension of an ONNX model, e.g. N=1; repeatable",
        HelpName = "NAME=SIZE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string> Profile() => new("--profile")
    {
        Description = "legal mappings: strict (every output pays its way to DRAM) or reference (the published tool's rules)",
        HelpName = "strict|reference",
        DefaultValueFactory = _ => "strict",
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<bool> Masked() => Flag("--masked", "the model is pruned already: its zeros are the masks");

    public static Option<string?> Seed() => new("--seed") { Description = "seed of random masks (0)", HelpName = "N" };

    /// <summary>A seed; 0 when none is given. Reports anything but a whole number.</summary>
    public static ulong SeedOf(string? text, List<Diagnostic> problems)
    {
        if (text is null || ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return text is null ? 0 : ulong.Parse(text, CultureInfo.InvariantCulture);
        }

        problems.Add(Diagnostic.Error("CIM0602", $"expected a whole number ≥ 0, found '{text}'", field: "--seed", hint: "for example --seed 1"));
        return 0;
    }

    /// <summary>An option that is a number, read by <see cref="Value"/> so that its range is checked with all else.</summary>
    public static Option<string?> Number(NumberOption option, string helpName) => new($"--{option.Name}") { Description = option.Help, HelpName = helpName };

    /// <summary>The value of a numeric option or its default; reports a bad one.</summary>
    public static double Value(NumberOption option, string? text, List<Diagnostic> problems)
    {
        if (text is null)
        {
            return option.Default;
        }

        var value = option.Parse(text, out var problem);
        if (problem is not null)
        {
            problems.Add(problem);
        }

        return value ?? option.Default;
    }

    /// <summary>Reads <c>NAME=SIZE</c> settings, reporting every bad one.</summary>
    public static Dictionary<string, int> Dims(IEnumerable<string> settings, List<Diagnostic> problems)
    {
        var dims = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var equals = setting.LastIndexOf('=');
            if (equals <= 0 || !int.TryParse(setting.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size < 1)
            {
                problems.Add(Diagnostic.Error("CIM0602", $"expected NAME=SIZE with a whole number ≥ 1, found '{setting}'", field: "--dim", hint: "for example --dim N=1"));
            }
            else if (!dims.TryAdd(setting[..equals], size))
            {
                problems.Add(Diagnostic.Error("CIM0602", $"'{setting[..equals]}' is given twice", field: "--dim", hint: "keep one of the two"));
            }
        }

        return dims;
    }

    /// <summary>One of the given words; reports anything else.</summary>
    public static T Choice<T>(string option, string text, List<Diagnostic> problems, params (string Word, T Value)[] choices)
    {
        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        var words = choices.Select(c => c.Word).ToArray();
        problems.Add(Diagnostic.Error("CIM0602", $"expected one of {string.Join(", ", words)}, found '{text}'", field: option, hint: Suggestion.For(text, words)));
        return choices[0].Value;
    }

    /// <summary>Runs a step, collecting its findings instead of throwing them, so that all of a command's problems appear together.</summary>
    public static T? Collect<T>(Func<T> step, List<Diagnostic> problems)
        where T : class
    {
        try
        {
            return step();
        }
        catch (DiagnosticException e) when (e.ExitCode == ExitCode.BadInput)
        {
            problems.AddRange(e.Diagnostics);
            return null;
        }
    }

    /// <summary>Throws what was collected, if anything.</summary>
    public static void ThrowIfAny(List<Diagnostic> problems)
    {
        if (problems.Any(p => p.Severity == Severity.Error))
        {
            throw new DiagnosticException(problems);
        }
    }
}
