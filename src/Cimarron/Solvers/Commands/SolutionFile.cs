using System.Globalization;
using Cimarron.Solvers.Checking;

namespace Cimarron.Solvers.Commands;

/// <summary>
/// Reads the solution files of CBC, GLPK (<c>--write</c>), Gurobi (<c>.sol</c>), HiGHS and SCIP; which of them it is shows in its first lines. Variables that a file leaves out are 0.
/// </summary>
internal sealed class SolutionFile
{
    private readonly string _solver;
    private readonly string[] _lines;
    private readonly Dictionary<string, int> _places;
    private readonly bool _hasPlaces;
    private readonly double[] _values;
    private readonly HashSet<int> _seen = [];

    private SolutionFile(string solver, string[] lines, string[] names, string constant, bool hasPlaces)
    {
        _solver = solver;
        _lines = lines;
        _places = names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        _places.Add(constant, -1);
        _hasPlaces = hasPlaces;
        _values = new double[names.Length];
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="solver">Name of the solver, for messages.</param>
    /// <param name="names">Names of the variables in the model file.</param>
    /// <param name="constant">Name of the variable that carries the objective's constant there; not among the values.</param>
    /// <param name="hasPlaces">Whether the model file has its columns in the order of the variables, so that a file may number them.</param>
    /// <exception cref="DiagnosticException">It is none of the known formats, or does not fit the model.</exception>
    public static (Claim Claim, double[]? Values) Read(string path, string solver, string[] names, string constant, bool hasPlaces)
    {
        var lines = File.ReadAllLines(path);
        var first = Array.Find(lines, l => l.Trim().Length > 0) ?? throw SolverFailure.Unreadable(solver, "its solution file is empty");
        var file = new SolutionFile(solver, lines, names, constant, hasPlaces);
        return first switch
        {
            _ when first[0] != '#' && first.Contains(" - objective value ", StringComparison.Ordinal) => file.ReadCbc(first),
            _ when first.StartsWith("Model status", StringComparison.Ordinal) => file.ReadHighs(),
            _ when first.StartsWith("solution status:", StringComparison.Ordinal) || first.StartsWith("no solution available", StringComparison.Ordinal) => file.ReadScip(first),
            _ when first.StartsWith("c ", StringComparison.Ordinal) || first.StartsWith("s ", StringComparison.Ordinal) => file.ReadGlpk(),
            _ when first.StartsWith("Problem:", StringComparison.Ordinal) => throw SolverFailure.Unreadable(solver, "it is GLPK's report for people, with six digits", "let glpsol write the solution with --write {solution}"),
            _ when first[0] == '#' => file.ReadGurobi(),
            _ => throw SolverFailure.Unreadable(solver, $"its solution file starts with '{Shown(first)}', which is none of the known formats"),
        };
    }

    /// <summary><c>Optimal - objective value 12</c>, then index, name, value, reduced cost; two stars before values that the solver itself finds infeasible.</summary>
    private (Claim, double[]?) ReadCbc(string first)
    {
        if (first.Contains("nfeasible", StringComparison.Ordinal))
        {
            return (Claim.Infeasible, null);
        }

        if (first.Contains("nbounded", StringComparison.Ordinal))
        {
            return (Claim.InfeasibleOrUnbounded, null);
        }

        if (first.Contains("no integer solution", StringComparison.Ordinal))
        {
            return (Claim.Stopped, null);
        }

        foreach (var line in _lines.SkipWhile(l => l != first).Skip(1).Where(l => l.Trim().Length > 0))
        {
            var words = Words(line.Replace("**", "  ", StringComparison.Ordinal));
            Set(words.Length >= 3 ? words[1] : Broken(line), words[2]);
        }

        // Out of time before any solution, CBC may print an objective of 1e+50 and no values.
        var hasNone = first.EndsWith("objective value 1e+50", StringComparison.Ordinal) || (first.StartsWith("Stopped", StringComparison.Ordinal) && ObjectiveOf(first) >= 1e49);
        return (first.StartsWith("Optimal", StringComparison.Ordinal) ? Claim.Optimal : Claim.Stopped, hasNone ? null : _values);
    }

    private static double ObjectiveOf(string first) => double.TryParse(Words(first)[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;

    /// <summary>Sections after headings; the columns after <c># Columns n</c> of the primal part.</summary>
    private (Claim, double[]?) ReadHighs()
    {
        var status = _lines.SkipWhile(l => !l.StartsWith("Model status", StringComparison.Ordinal)).Skip(1).FirstOrDefault()?.Trim();
        var claim = status switch
        {
            "Optimal" => Claim.Optimal,
            "Infeasible" => Claim.Infeasible,
            "Unbounded" => Claim.Unbounded,
            "Primal infeasible or unbounded" => Claim.InfeasibleOrUnbounded,
            _ => Claim.Stopped,
        };
        var primal = _lines.SkipWhile(l => !l.StartsWith("# Primal solution values", StringComparison.Ordinal)).Skip(1).ToArray();
        if (primal.Length == 0 || primal[0].Trim() != "Feasible")
        {
            return (claim, null);
        }

        var columns = primal.SkipWhile(l => !l.StartsWith("# Columns", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.Length > 0 && l[0] != '#').ToArray();
        foreach (var line in columns)
        {
            SetNamed(line);
        }

        return columns.Length >= _values.Length ? (claim, _values) : throw SolverFailure.Unreadable(_solver, $"its solution file lists {columns.Length} of {_values.Length} variables");
    }

    /// <summary><c>solution status: optimal solution found</c>, <c>objective value: 12</c>, then name, value and cost.</summary>
    private (Claim, double[]?) ReadScip(string first)
    {
        var claim = first.Contains("optimal solution found", StringComparison.Ordinal) ? Claim.Optimal
            : first.Contains("infeasible or unbounded", StringComparison.Ordinal) ? Claim.InfeasibleOrUnbounded
            : first.Contains("infeasible", StringComparison.Ordinal) ? Claim.Infeasible
            : first.Contains("unbounded", StringComparison.Ordinal) ? Claim.Unbounded
            : Claim.Stopped;
        if (_lines.Any(l => l.StartsWith("no solution available", StringComparison.Ordinal)))
        {
            return (claim, null);
        }

        foreach (var line in _lines.SkipWhile(l => !l.StartsWith("objective value:", StringComparison.Ordinal)).Skip(1).Where(l => l.Trim().Length > 0))
        {
            SetNamed(line);
        }

        return (claim, _values);
    }

    /// <summary>Comments, then name and value. The file does not say whether it is optimal; the log may.</summary>
    private (Claim, double[]?) ReadGurobi()
    {
        foreach (var line in _lines.Where(l => l.Trim().Length > 0 && l[0] != '#'))
        {
            SetNamed(line);
        }

        return (Claim.Stopped, _seen.Count > 0 ? _values : throw SolverFailure.Unreadable(_solver, "its solution file has no values"));
    }

    /// <summary>
    /// <c>s mip rows columns status objective</c> or <c>s bas rows columns primal dual objective</c>, then <c>j column value</c> or <c>j column status value dual</c>. Columns are numbered.
    /// </summary>
    private (Claim, double[]?) ReadGlpk()
    {
        var head = Words(Array.Find(_lines, l => l.StartsWith("s ", StringComparison.Ordinal)) ?? "");
        var isMip = head is ["s", "mip", _, _, _, _];
        if ((!isMip && head is not ["s", "bas", _, _, _, _, _]) || head[3] != _values.Length.ToString(CultureInfo.InvariantCulture))
        {
            throw SolverFailure.Unreadable(_solver, "its solution file is not a GLPK solution of this model");
        }

        if (!_hasPlaces)
        {
            throw SolverFailure.Unreadable(_solver, "GLPK numbers the variables, and an LP file does not fix their order", "give glpsol the MPS file: glpsol --freemps {model} --write {solution}");
        }

        var status = isMip ? head[4] : head[4] + head[5];
        foreach (var line in _lines.Where(l => l.StartsWith("j ", StringComparison.Ordinal)))
        {
            var words = Words(line);
            var place = words.Length >= 3 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= _values.Length ? number - 1 : -1;
            Set(place >= 0 ? place : int.Parse(Broken(line), CultureInfo.InvariantCulture), words[isMip || words.Length < 4 ? 2 : 3]);
        }

        return status switch
        {
            "o" or "ff" => (Claim.Optimal, _values),
            "f" => (Claim.Stopped, _values),
            "n" or "nf" or "nu" or "nn" => (Claim.Infeasible, null),
            "fn" => (Claim.Unbounded, null),
            _ => (Claim.Stopped, null),
        };
    }

    private void SetNamed(string line)
    {
        var words = Words(line);
        Set(words.Length >= 2 ? words[0] : Broken(line), words[1]);
    }

    private void Set(string name, string value)
    {
        if (!_places.TryGetValue(name, out var place))
        {
            throw SolverFailure.Unreadable(_solver, $"its solution file names '{Shown(name)}', which the model does not have");
        }

        if (place >= 0)
        {
            Set(place, value);
        }
    }

    private void Set(int place, string value)
    {
        if (!_seen.Add(place))
        {
            throw SolverFailure.Unreadable(_solver, $"its solution file gives variable {place + 1} twice");
        }

        _values[place] = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw SolverFailure.Unreadable(_solver, $"its solution file has '{Shown(value)}' where a number should be");
    }

    private string Broken(string line) => throw SolverFailure.Unreadable(_solver, $"its solution file has the line '{Shown(line)}'");

    private static string[] Words(string line) => line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static string Shown(string text) => string.Concat((text.Length <= 60 ? text : text[..60] + "…").Select(c => char.IsControl(c) ? ' ' : c));
}
