using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cimarron.Costs;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Reports;

namespace Cimarron.Exploration;

/// <summary>
/// Answers of mappers in a directory, one file per question, so that a long study can be killed at any moment and goes on where it was. A file appears
/// complete or not at all. A stored mapping is checked and measured again when it is read: a file that does not hold what it claims counts as absent.
/// All members may be called from any thread.
/// </summary>
public sealed class ResultCache
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly string _directory;
    private readonly ConcurrentDictionary<string, MapperResult> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, object> _passing = new(StringComparer.Ordinal);

    /// <summary>Opens a directory of answers, creating it; temporary files of a killed run are removed.</summary>
    /// <exception cref="DiagnosticException">It cannot be created or written to.</exception>
    public ResultCache(string directory)
    {
        _directory = directory;
        AtomicFile.CreateDirectory(directory);
        AtomicFile.RemoveStale(directory);
    }

    /// <summary>The stored answer, or null.</summary>
    public MapperResult? Find(LayerQuestion question)
    {
        var hash = question.Hash;
        if (_known.TryGetValue(hash, out var known))
        {
            return known;
        }

        if (Read(question, Path.Combine(_directory, $"{hash}.json")) is not { } read)
        {
            return null;
        }

        _known[hash] = read;
        return read;
    }

    /// <summary>Stores an answer. Searches that the user stopped and certificates that failed may do better next time and are ignored.</summary>
    /// <exception cref="DiagnosticException">The file cannot be written.</exception>
    public void Store(LayerQuestion question, MapperResult answer)
    {
        if (answer.Status == MapperStatus.Cancelled || !answer.Problems.IsEmpty)
        {
            return;
        }

        var entry = new Entry
        {
            Question = question.Text,
            Status = answer.Status.ToString(),
            Value = answer.Value,
            LowerBound = answer.LowerBound,
            ProvenFor = answer.ProvenFor,
            Seconds = answer.Seconds,
            Labels = answer.Labels,
            Seed = answer.Seed,
            Assumptions = answer.Assumptions,
            Infeasibility = answer.Infeasibility,
            Recursion = answer.Recursion,
            Certificate = answer.Certificate,
            Mapping = answer.Mapping is { } mapping ? LayerText.Element(writer => MappingJson.Write(writer, mapping with { Layer = question.Layer.Shape }, question.Chip)) : null,
        };
        AtomicFile.Write(Path.Combine(_directory, $"{question.Hash}.json"), writer => writer.Write(JsonSerializer.Serialize(entry, Json) + "\n"));
        _known[question.Hash] = answer;
    }

    /// <summary>A stored record of any kind, or null.</summary>
    /// <param name="question">Everything that decides it.</param>
    public T? Find<T>(string question)
        where T : class
    {
        if (_passing.TryGetValue(question, out var passing))
        {
            return (T)passing;
        }

        try
        {
            return File.Exists(PathOf(question)) && JsonSerializer.Deserialize<Note<T>>(File.ReadAllText(PathOf(question)), Json) is { } note && note.Question == question ? note.Answer : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stores a record of any kind.</summary>
    /// <exception cref="DiagnosticException">The file cannot be written.</exception>
    public void Store<T>(string question, T answer)
        where T : class => AtomicFile.Write(PathOf(question), writer => writer.Write(JsonSerializer.Serialize(new Note<T>(question, answer), Json) + "\n"));

    /// <summary>Keeps a record for this run only, because the next one may do better.</summary>
    public void Remember<T>(string question, T answer)
        where T : class => _passing[question] = answer;

    private string PathOf(string question) => Path.Combine(_directory, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))}.json");

    private static MapperResult? Read(LayerQuestion question, string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<Entry>(File.ReadAllText(path), Json) is { } entry && entry.Question == question.Text
                ? Restore(question, entry)
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static MapperResult? Restore(LayerQuestion question, Entry entry)
    {
        if (!Enum.TryParse<MapperStatus>(entry.Status, out var status) || (entry.Mapping is null && double.IsFinite(entry.Value)))
        {
            return null;
        }

        var mapping = entry.Mapping is { } json ? MappingJson.Read(json.GetRawText(), question.Chip).Mapping : null;
        if (mapping is not null && (mapping.Layer.Shape != question.Layer.Shape || !MappingValidator.IsLegal(mapping, question.Chip, question.Options.Profile)))
        {
            return null;
        }

        var cost = mapping is null ? null : new Evaluator(question.Chip).Evaluate(mapping);
        var value = cost is null ? double.PositiveInfinity : question.Options.Objective switch { Objective.Latency => cost.LatencyCycles, Objective.Energy => cost.TotalNanojoules, _ => cost.Edp };
        return cost is not null && !(Agree(value, entry.Value) && AgreeOnRecursion(question, entry, mapping!)) ? null : new MapperResult
        {
            Objective = question.Options.Objective,
            Status = status,
            Mapping = mapping is null ? null : mapping with { Layer = question.Layer },
            Cost = cost,
            Value = entry.Value,
            LowerBound = entry.LowerBound,
            ProvenFor = entry.ProvenFor,
            Seconds = entry.Seconds,
            Labels = entry.Labels,
            Seed = entry.Seed,
            Assumptions = entry.Assumptions,
            Infeasibility = entry.Infeasibility,
            Recursion = entry.Recursion,
            Certificate = entry.Certificate,
        };
    }

    private static bool Agree(double measured, double stored) => Math.Abs(measured - stored) <= 1e-9 * measured;

    private static bool AgreeOnRecursion(LayerQuestion question, Entry entry, Mapping mapping)
    {
        if (entry is { Recursion: null, Certificate: null })
        {
            return true;
        }

        var cost = new AnalyticModel(question.Chip).Measure(mapping);
        var value = question.Options.Objective switch { Objective.Latency => cost.Cycles, Objective.Energy => cost.Nanojoules, _ => cost.Edp };
        return (entry.Recursion is null || Agree(value, entry.Recursion.Value))
            && (entry.Certificate is not { } certificate || (Agree(value, certificate.RecursionOfExact) && Agree(entry.Value, certificate.ExactValue)));
    }

    private sealed record Note<T>(string Question, T Answer);

    private sealed record Entry
    {
        public required string Question { get; init; }

        public required string Status { get; init; }

        public required double Value { get; init; }

        public required double LowerBound { get; init; }

        public required string ProvenFor { get; init; }

        public required double Seconds { get; init; }

        public required long Labels { get; init; }

        public int? Seed { get; init; }

        public required ImmutableArray<string> Assumptions { get; init; }

        public required string Infeasibility { get; init; }

        public RecursionResult? Recursion { get; init; }

        public RecursionCertificate? Certificate { get; init; }

        public JsonElement? Mapping { get; init; }
    }
}
