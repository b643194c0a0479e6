using System.CommandLine;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Sparsity.Placement;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary>The options of the map command and how they become a request.</summary>
internal sealed class MapOptions
{
    private readonly Argument<string?> _model = new("model") { Description = "built-in network (see `cimarron models`) or ONNX file", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _layer = new("--layer") { Description = "map one layer instead, e.g. R=3,S=3,P=56,Q=56,C=64,K=64", HelpName = "BOUNDS" };
    private readonly Option<string> _chip = CommonOptions.Chip();
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string?> _mapper = new("--mapper", "-m") { Description = $"who searches, with options, e.g. loma:limit=7: {string.Join(", ", MapperLibrary.Entries.Select(e => e.Name))} (default exact)", HelpName = "NAME[:OPTION=VALUE,…]" };
    private readonly Option<string> _objective = new("--objective", "-O") { Description = "what to minimise", HelpName = "latency|energy|edp", DefaultValueFactory = _ => "edp" };
    private readonly Option<string> _profile = CommonOptions.Profile();
    private readonly Option<bool> _noPadding = CommonOptions.Flag("--no-padding", "only mappings whose loops divide the layer's bounds; by default they may over-cover them, and pay for it");
    private readonly Option<string?> _timeLimit = CommonOptions.Number(MapperOptions.TimeLimitOption, "SECONDS");
    private readonly Option<string?> _threads = CommonOptions.Number(MapperOptions.ThreadsOption, "N");
    private readonly Option<string[]> _dim = CommonOptions.Dim();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "directory for result.json, layers.csv, loop nests and mappings", HelpName = "DIRECTORY" };
    private readonly Option<bool> _json = CommonOptions.Flag("--json", "print the result as JSON instead of tables");
    private readonly Option<bool> _csv = CommonOptions.Flag("--csv", "print the layers as CSV instead of tables");
    private readonly Option<bool> _quiet = CommonOptions.Flag("--quiet", "print only errors and the final line");
    private readonly Option<string?> _pareto = CommonOptions.Number(ParetoMapper.PointsOption, "POINTS");
    private readonly ConditionOptions _conditions = new();
    private readonly SolverOptions _solvers = new();
    private readonly PatternOptions _patterns = new();
    private readonly Option<bool> _verbose = CommonOptions.Flag("--verbose", "print every operator, the energy by level, and details of internal errors");

    public void AddTo(Command command)
    {
        AddSharedTo(command);
        command.Options.Add(_mapper);
        command.Options.Add(_pareto);
        _conditions.AddTo(command);
        _solvers.AddTo(command);
        _patterns.AddTo(command);
        command.Options.Add(_verbose);
    }

    /// <summary>Adds what other commands that map networks share; options that are not added keep their defaults.</summary>
    public void AddSharedTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (var option in new Option[] { _layer, _chip, _set, _objective, _profile, _noPadding, _timeLimit, _threads, _dim, _output, _json, _csv, _quiet })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The request, or every problem of the command line.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="usual">Who searches when no mapper is named.</param>
    /// <param name="cancellationToken">Stops reading a model.</param>
    public MapRequest Read(ParseResult parse, ILayerMapper usual, CancellationToken cancellationToken)
    {
        var problems = new List<Diagnostic>();
        var options = SearchOptions(parse, problems);
        Exclude(parse.GetValue(_json) && parse.GetValue(_csv), "--csv", "cannot be combined with --json", problems);
        Exclude(parse.GetValue(_quiet) && parse.GetValue(_verbose), "--verbose", "cannot be combined with --quiet", problems);
        var dims = CommonOptions.Dims(parse.GetValue(_dim)!, problems);
        var chip = CommonOptions.Collect(() => ChipLibrary.LoadDefinition(parse.GetValue(_chip)!, parse.GetValue(_set)), problems);
        var solvers = _solvers.Read(parse, parse.GetValue(_mapper), problems);
        var mapper = CommonOptions.Collect(() => parse.GetValue(_mapper) is { } name ? MapperLibrary.Create(name, solvers.Make) : usual, problems);
        var pattern = _patterns.Read(parse, problems);
        var model = CommonOptions.Collect(() => LoadModel(parse.GetValue(_model), parse.GetValue(_layer), dims, pattern is not null, cancellationToken), problems);
        var points = parse.GetValue(_pareto) is { } text ? (int?)CommonOptions.Value(ParetoMapper.PointsOption, text, problems) : null;
        var certifier = solvers.IsCertified ? CommonOptions.Collect(() => new Certifier(solvers.Make(solvers.Certifier), solvers.IsInFull), problems) : null;
        Exclude(pattern is not null && points is not null, "--pattern", "cannot be combined with --pareto", problems);
        Exclude(pattern is not null && solvers.Writer is not null, "--pattern", "cannot be combined with --write-model", problems);
        CommonOptions.ThrowIfAny(problems);
        var compressed = pattern?.Compress(model!, ArrayGeometry.Of(chip!.Chip), cancellationToken);
        var network = compressed?.Bounds ?? model!.Network;
        if (parse.CommandResult.Command.Options.Contains(_mapper))
        {
            options = _conditions.Read(parse, options, chip!.Chip, problems);
            var layers = network.MatrixNodes.Select(n => n.Layer!.Shape).Distinct().Count();
            ConditionOptions.Check(options, mapper!, layers, problems);
            SolverOptions.Check(solvers, options, layers, points, problems);
            Exclude(points is not null && mapper is not ExactMapper, "--pareto", "is for the exact mapper", problems);
            CommonOptions.ThrowIfAny(problems);
        }

        return new MapRequest(
            network,
            chip!,
            certifier is null ? mapper! : new CertifyingMapper(mapper!, certifier),
            options,
            parse.GetValue(_output),
            parse.GetValue(_quiet) ? Verbosity.Quiet : parse.GetValue(_verbose) ? Verbosity.Verbose : Verbosity.Normal,
            parse.GetValue(_json) ? OutputFormat.Json : parse.GetValue(_csv) ? OutputFormat.Csv : OutputFormat.Tables)
        {
            Compressed = compressed,
            ParetoPoints = points,
            ModelWriter = solvers.Writer,
        };
    }

    public static LegalityProfile ProfileOf(string text, List<Diagnostic> problems) =>
        CommonOptions.Choice("--profile", text, problems, ("strict", LegalityProfile.Strict), ("reference", LegalityProfile.Reference));

    private MapperOptions SearchOptions(ParseResult parse, List<Diagnostic> problems) => new()
    {
        Objective = CommonOptions.Choice("--objective", parse.GetValue(_objective)!, problems, ("edp", Objective.Edp), ("latency", Objective.Latency), ("energy", Objective.Energy)),
        Profile = ProfileOf(parse.GetValue(_profile)!, problems),
        Padding = !parse.GetValue(_noPadding),
        TimeLimit = TimeSpan.FromSeconds(CommonOptions.Value(MapperOptions.TimeLimitOption, parse.GetValue(_timeLimit), problems)),
        Threads = (int)CommonOptions.Value(MapperOptions.ThreadsOption, parse.GetValue(_threads), problems),
    };

    private static SparseModel LoadModel(string? model, string? layer, Dictionary<string, int> dims, bool withWeights, CancellationToken cancellationToken) => (model, layer) switch
    {
        (null, null) => throw new DiagnosticException(Diagnostic.Error("CIM0603", "name a model or give --layer", field: "model", hint: "for example `cimarron map resnet18`; `cimarron models` lists the built-in networks")),
        (not null, not null) => throw new DiagnosticException(Diagnostic.Error("CIM0603", "cannot be combined with a model", field: "--layer", hint: "give one of the two")),
        (not null, null) when withWeights => SparseModel.Load(model, dims, null, 1, cancellationToken),
        (not null, null) => new SparseModel(NetworkLoader.Load(model, dims, cancellationToken), null, null),
        (null, not null) => new SparseModel(SingleLayerNetwork.Of(LayerParser.Parse(layer), layer), null, null),
    };

    private static void Exclude(bool both, string field, string message, List<Diagnostic> problems)
    {
        if (both)
        {
            problems.Add(Diagnostic.Error("CIM0603", message, field: field, hint: "give one of the two"));
        }
    }
}
