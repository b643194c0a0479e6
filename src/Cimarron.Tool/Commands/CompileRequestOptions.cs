using System.CommandLine;
using System.Globalization;
using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Costs;
using Cimarron.Mappers;
using Cimarron.Solvers;

namespace Cimarron.Tool.Commands;

/// <summary>The options of <c>compile</c>.</summary>
internal sealed class CompileRequestOptions
{
    public static readonly NumberOption GenerateOption = new("generate", "also plan the generation of so many tokens after a built-in network's prompt", "tokens", 1, 1, Generation.MaxTokens, IsWhole: true);

    public static readonly NumberOption SamplesOption = new("samples", "examples taken from the calibration file at most", "", 64, 1, 1_000_000, IsWhole: true);

    private readonly Argument<string> _model = new("model") { Description = "ONNX file, or built-in network with options such as llama2-7b:prefill=64" };
    private readonly Option<string> _chip = Chip();
    private readonly Option<string[]> _set = Set();
    private readonly Option<string[]> _dim = CommonOptions.Dim();
    private readonly Option<string?> _calibrate = new("--calibrate") { Description = "NPZ file with example inputs; quantises a float model so that the program can be run in values", HelpName = "FILE" };
    private readonly Option<string?> _samples = CommonOptions.Number(SamplesOption, "N");
    private readonly Option<string> _scale = InputScale();
    private readonly Option<string> _cost = new("--cost") { Description = "physical (what the simulator executes) or paper (the equations of CMSwitch as printed)", HelpName = "physical|paper", DefaultValueFactory = _ => "physical" };
    private readonly Option<bool> _freeBus = CommonOptions.Flag("--paper-reload", "paper model: operators load their weights in parallel without paying for the external bus");
    private readonly Option<bool> _weights = CommonOptions.Flag("--ai-with-weights", "paper model: count weight bytes in the arithmetic intensity");
    private readonly Option<bool> _noPack = CommonOptions.Flag("--no-pack-groups", "give every group of a grouped convolution arrays of its own");
    private readonly Option<bool> _compute = CommonOptions.Flag("--all-compute", "use no array as memory");
    private readonly Option<bool> _noInPlace = CommonOptions.Flag("--no-in-place", "write keys and values to compute arrays again instead of switching the arrays they lie in");
    private readonly Option<bool> _onePlan = CommonOptions.Flag("--one-plan", "keep only the fastest allocation of each segment, as the paper's dynamic program does");
    private readonly Option<bool> _greedy = CommonOptions.Flag("--greedy-pieces", "cut what does not fit into the fewest pieces instead of the best size");
    private readonly Option<string?> _certify = new("--certify") { Description = "have a solver confirm the allocation of every segment: auto, cbc or highs", HelpName = "SOLVER", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _preset = new("--preset")
    {
        Description = $"chip fields and cost rules, {string.Join("; ", CompilePreset.All.Select(p => $"{p.Name} {p.Description}"))}; plans are freer than the literal reading in `paper cmswitch`",
        HelpName = string.Join('|', CompilePreset.All.Select(p => p.Name)),
    };

    private readonly Option<string?> _generate = new("--generate") { Description = $"{GenerateOption.Description} (1…{Generation.MaxTokens})", HelpName = "TOKENS" };
    private readonly PatternOptions _patterns = new();
    private readonly Option<string?> _baseline = new("--baseline")
    {
        Description = $"write the program of another compiler instead, on the same model: {string.Join(", ", BaselineNames.All.Select(b => b.Name))}",
        HelpName = string.Join('|', BaselineNames.All.Select(b => b.Name)),
    };

    private readonly Option<bool> _noCompare = CommonOptions.Flag("--no-compare", "leave out the other compilers");
    private readonly Option<string?> _output = new("--output", "-o") { Description = "directory for program, schedule, chip, values and report", HelpName = "DIRECTORY" };
    private readonly Option<string?> _threads = CommonOptions.Number(MapperOptions.ThreadsOption, "N");
    private readonly Option<bool> _json = CommonOptions.Flag("--json", "print the report as JSON instead of tables");
    private readonly Option<bool> _quiet = CommonOptions.Flag("--quiet", "print only errors and the headline numbers");

    public static Option<string> Chip() => new("--chip", "-c")
    {
        Description = $"dual-mode chip ({string.Join(", ", DualModeChipLibrary.Names)}) or chip file",
        HelpName = "NAME|FILE",
        DefaultValueFactory = _ => "dynaplasia",
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "change one field of the chip, e.g. arrays=48 or external=32B/cycle; repeatable",
        HelpName = "FIELD=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string> InputScale() => new("--input-scale")
    {
        Description = "real value of one step of integer inputs, e.g. 1/255 for pixels",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => "1",
    };

    public void AddTo(Command command)
    {
        command.Add(_model);
        foreach (var option in new Option[]
        {
            _chip, _set, _dim, _calibrate, _samples, _scale, _cost, _freeBus, _weights, _noPack, _compute, _noInPlace, _onePlan, _greedy, _preset, _generate, _certify, _baseline, _noCompare, _output, _threads, _json, _quiet,
        })
        {
            command.Add(option);
        }

        _patterns.AddTo(command);
    }

    public CompileRequest Read(ParseResult parse)
    {
        var problems = new List<Diagnostic>();
        var preset = Preset(parse, problems);
        var baseline = Baseline(parse, problems);
        var cost = CommonOptions.Choice("--cost", parse.GetValue(_cost)!, problems, ("physical", CostModelKind.Physical), ("paper", CostModelKind.Paper));
        var request = new CompileRequest
        {
            Model = parse.GetValue(_model)!,
            Dims = CommonOptions.Dims(parse.GetValue(_dim)!, problems),
            Chip = CommonOptions.Collect(() => DualModeChipLibrary.Load(parse.GetValue(_chip)!, preset?.With(parse.GetValue(_set)!) ?? [.. parse.GetValue(_set)!]), problems)!,
            Options = new CompileOptions
            {
                Cost = preset?.Cost ?? new CostSettings { Model = cost, HasFreeBus = parse.GetValue(_freeBus), CountsWeightsInIntensity = parse.GetValue(_weights), PacksGroups = !parse.GetValue(_noPack) },
                UsesMemoryMode = !parse.GetValue(_compute),
                UsesInPlace = !parse.GetValue(_noInPlace),
                KeepsOnePlan = parse.GetValue(_onePlan),
                HasGreedyPieces = preset?.HasGreedyPieces == true || parse.GetValue(_greedy),
            },
            Calibration = parse.GetValue(_calibrate),
            Samples = (int)CommonOptions.Value(SamplesOption, parse.GetValue(_samples), problems),
            InputScale = Scale(parse.GetValue(_scale)!, problems),
            Output = parse.GetValue(_output),
            Baseline = baseline,
            Compares = baseline is null && !parse.GetValue(_noCompare),
            CopiesProducts = preset?.CopiesProducts ?? true,
            Generates = parse.GetValue(_generate) is { } tokens ? (int)CommonOptions.Value(GenerateOption, tokens, problems) : null,
            Pattern = _patterns.Read(parse, problems),
            Certifier = parse.GetResult(_certify) is null ? null : CommonOptions.Collect(() => SolverLibrary.Get(parse.GetValue(_certify) ?? SolverLibrary.Auto), problems),
            Threads = (int)CommonOptions.Value(MapperOptions.ThreadsOption, parse.GetValue(_threads), problems),
            IsQuiet = parse.GetValue(_quiet),
            Format = parse.GetValue(_json) ? OutputFormat.Json : OutputFormat.Tables,
        };
        if (preset is null && cost == CostModelKind.Physical && (request.Options.Cost.HasFreeBus || request.Options.Cost.CountsWeightsInIntensity))
        {
            problems.Add(Diagnostic.Error("CIM0602", "--paper-reload and --ai-with-weights belong to the paper's model", field: "--cost", hint: "add --cost paper"));
        }

        CheckPattern(request, problems);
        CommonOptions.ThrowIfAny(problems);
        return request;
    }

    private static void CheckPattern(CompileRequest request, List<Diagnostic> problems)
    {
        if (request.Pattern is not null && request.Calibration is not null)
        {
            problems.Add(Diagnostic.Error("CIM0602", "packed weights are timed only, so there is nothing to calibrate", field: "--pattern", hint: "for values run `cimarron prune` first and compile the pruned model without --pattern"));
        }

        if (request.Pattern is not null && request.Generates is not null)
        {
            problems.Add(Diagnostic.Error("CIM0602", "cannot be combined with --generate", field: "--pattern", hint: "leave out one of the two"));
        }
    }

    /// <summary>The preset, which decides the rules of cost alone.</summary>
    private CompilePreset? Preset(ParseResult parse, List<Diagnostic> problems)
    {
        if (parse.GetValue(_preset) is not { } name)
        {
            return null;
        }

        if (Given(parse, _cost, _freeBus, _weights, _noPack) is { Length: > 0 } ruling)
        {
            problems.Add(Diagnostic.Error("CIM0602", $"a preset sets the rules of cost itself; leave out {string.Join(", ", ruling)}", field: "--preset", hint: "or leave out the preset"));
        }

        return CommonOptions.Choice("--preset", name, problems, [.. CompilePreset.All.Select(p => (p.Name, p))]);
    }

    /// <summary>The other compiler, which knows none of what ours may be told to leave out.</summary>
    private BaselineKind? Baseline(ParseResult parse, List<Diagnostic> problems)
    {
        if (parse.GetValue(_baseline) is not { } name)
        {
            return null;
        }

        if (Given(parse, _compute, _noInPlace, _onePlan, _greedy, _certify) is { Length: > 0 } ours)
        {
            problems.Add(Diagnostic.Error("CIM0602", $"{string.Join(", ", ours)} belong to our compiler", field: "--baseline", hint: "leave them out, or leave out --baseline"));
        }

        return CommonOptions.Choice("--baseline", name, problems, [.. BaselineNames.All]);
    }

    private static string[] Given(ParseResult parse, params Option[] options) => [.. options.Where(o => parse.GetResult(o) is { Implicit: false }).Select(o => o.Name)];

    /// <summary>Reads a positive number or a fraction such as 1/255.</summary>
    public static float Scale(string text, List<Diagnostic> problems)
    {
        var parts = text.Split('/');
        var numbers = parts.Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : double.NaN).ToArray();
        var value = numbers.Length switch { 1 => numbers[0], 2 => numbers[0] / numbers[1], _ => double.NaN };
        if (value > 0 && double.IsFinite(value))
        {
            return (float)value;
        }

        problems.Add(Diagnostic.Error("CIM0602", $"expected a positive number or a fraction, found '{text}'", field: "--input-scale", hint: "for example --input-scale 1/255"));
        return 1;
    }
}
