using Cimarron.Solvers;

namespace Cimarron.Mappers;

/// <summary>The options given with a mapper's name, e.g. <c>limit=7,spatial=10</c>, taken one by one; every problem is collected.</summary>
public sealed class MapperSettings
{
    private readonly string _mapper;
    private readonly Dictionary<string, string> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _known = [];
    private readonly List<Diagnostic> _problems = [];

    /// <summary>Options as text.</summary>
    /// <param name="mapper">Name of the mapper, for messages.</param>
    /// <param name="text"><c>name=value</c> pairs separated by commas; may be empty.</param>
    public MapperSettings(string mapper, string text)
    {
        _mapper = mapper;
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                Problem(pair, "expected NAME=VALUE", $"for example {mapper}:name=value");
            }
            else if (!_given.TryAdd(pair[..equals].Trim(), pair[(equals + 1)..].Trim()))
            {
                Problem(pair[..equals], "the option is given twice", "keep one of the two");
            }
        }
    }

    /// <summary>Finds the solver for a name, or the usual one for null.</summary>
    public required Func<string?, IMipSolver> SolverOf { get; init; }

    /// <summary>The value of a numeric option; null when it is not given.</summary>
    public double? Number(NumberOption option)
    {
        if (Take(option.Name) is not { } text)
        {
            return null;
        }

        var value = option.Parse(text, out var problem);
        if (problem is not null)
        {
            _problems.Add(problem with { Field = Field(option.Name), Hint = $"for example {_mapper}:{option.Name}={option.Default:0.###}" });
        }

        return value;
    }

    /// <summary>The value of an option that is one of some words; the first of them when it is not given.</summary>
    public string Word(string name, params string[] words)
    {
        if (Take(name) is not { } text)
        {
            return words[0];
        }

        if (words.FirstOrDefault(w => string.Equals(w, text, StringComparison.OrdinalIgnoreCase)) is { } word)
        {
            return word;
        }

        Problem(name, $"expected one of {string.Join(", ", words)}, found '{text}'", Suggestion.For(text, words));
        return words[0];
    }

    /// <summary>The text of an option; null when it is not given.</summary>
    public string? Text(string name) => Take(name);

    /// <summary>Throws what was wrong, options that nobody asked for included.</summary>
    /// <exception cref="DiagnosticException">Lists every problem.</exception>
    public void ThrowIfErrors()
    {
        foreach (var name in _given.Keys.Where(n => !_known.Contains(n, StringComparer.OrdinalIgnoreCase)))
        {
            Problem(name, "the mapper has no such option", _known.Count == 0 ? "leave it out" : Suggestion.For(name, [.. _known]));
        }

        if (_problems.Count > 0)
        {
            throw new DiagnosticException(_problems);
        }
    }

    private string? Take(string name)
    {
        _known.Add(name);
        return _given.GetValueOrDefault(name);
    }

    private string Field(string name) => $"mapper {_mapper} option '{name}'";

    private void Problem(string name, string message, string? hint) => _problems.Add(Diagnostic.Error("CIM0602", message, field: Field(name), hint: hint));
}
