using System.Text.Json;
using Cimarron.Solvers.Checking;

namespace Cimarron.Solvers.Running;

/// <summary>What a worker process writes: a solver's answer to a <see cref="ColumnForm"/>, as JSON. Numbers that are missing or infinite are null.</summary>
internal sealed record WorkerAnswer
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The solver's version.</summary>
    public string? Version { get; init; }

    /// <summary>The name of a <see cref="Claim"/>.</summary>
    public string? Status { get; init; }

    /// <summary>Bound of the minimisation.</summary>
    public double? Bound { get; init; }

    /// <summary>Bound after the root node.</summary>
    public double? RootBound { get; init; }

    /// <summary>Nodes of the search tree.</summary>
    public long? Nodes { get; init; }

    /// <summary>One value per column.</summary>
    public double[]? Values { get; init; }

    /// <summary>Why there is no answer.</summary>
    public string? Error { get; init; }

    /// <summary>Writes the file so that it is complete when it has its name.</summary>
    public void Write(string path)
    {
        using (var stream = File.Create(path + ".part"))
        {
            JsonSerializer.Serialize(stream, this, Json);
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Reads the file; null when there is none.</summary>
    /// <exception cref="DiagnosticException">It is not such a file.</exception>
    public static WorkerAnswer? Read(string path, string solver)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<WorkerAnswer>(stream, Json) ?? throw SolverFailure.Unreadable(solver, "it is empty");
        }
        catch (JsonException e)
        {
            throw SolverFailure.Unreadable(solver, e.Message);
        }
    }

    /// <summary>The answer to the model that the column form was made from.</summary>
    /// <param name="model">The model.</param>
    /// <param name="solver">The solver's name.</param>
    /// <exception cref="DiagnosticException">It does not fit the model.</exception>
    public Answer For(MipModel model, string solver)
    {
        if (Error is not null)
        {
            throw SolverFailure.Crashed(solver, $"failed: {Error}", "");
        }

        if (!Enum.TryParse<Claim>(Status, ignoreCase: false, out var claim) || !Enum.IsDefined(claim))
        {
            throw SolverFailure.Unreadable(solver, $"unknown status '{Status}'");
        }

        if (Values is { } values && values.Length < model.Variables.Count)
        {
            throw SolverFailure.Unreadable(solver, $"it has {values.Length} values for {model.Variables.Count} variables");
        }

        double? Signed(double? bound) => model.IsMaximization ? -bound : bound;
        return new Answer(claim, Version is null ? solver : $"{solver} {Version}")
        {
            Values = Values?[..model.Variables.Count],
            Bound = Signed(Bound),
            RootBound = Signed(RootBound),
            Nodes = Nodes,
        };
    }
}
