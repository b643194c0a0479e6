using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Cimarron.Exploration.Sparse;
using Cimarron.Mappers;
using Cimarron.Sparsity.Chips;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Tool.Commands;

/// <summary>The options of <c>sparse</c>.</summary>
internal sealed class SparseRequestOptions
{
    private static readonly double[] DefaultRatios = [0.5, 0.7, 0.9];

    private readonly Argument<string> _model = new("model") { Description = "ONNX file, or built-in network such as resnet50; masks of models without weights are random" };
    private readonly Option<string> _chip = new("--chip", "-c") { Description = $"sparse chip ({string.Join(", ", SparseChipLibrary.Names)}) or chip file", HelpName = "NAME|FILE", DefaultValueFactory = _ => "ciminus-4" };
    private readonly Option<string[]> _set = new("--set") { Description = "change one field of the chip, e.g. macroRows=4, globalBuffer.size=512KiB or energies.adderTree=0.02pJ; repeatable", HelpName = "FIELD=VALUE", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _pattern = new("--pattern", "-p") { Description = PatternHelp.Several, HelpName = "LIST", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _ratio = new("--ratio", "-r") { Description = "shares of weights to remove, e.g. 0.5,0.7,0.9 (the default)", HelpName = "LIST" };
    private readonly PruneOptionSet _pruning = new();
    private readonly Option<bool> _masked = CommonOptions.Masked();
    private readonly Option<string?> _seed = CommonOptions.Seed();
    private readonly Option<string> _compress = new("--compress") { Description = "pack weights along rows or columns, or not at all; auto: as the pattern says", HelpName = "auto|rows|columns|none", DefaultValueFactory = _ => "auto" };
    private readonly Option<bool> _rearrange = CommonOptions.Flag("--rearrange", "pack what is left of column tiles into common macros");
    private readonly Option<string> _strategy = new("--strategy") { Description = "spare macros hold other tiles (spatial), copies (duplicate), or copies once all tiles are placed (both)", HelpName = "spatial|duplicate|both", DefaultValueFactory = _ => "both" };
    private readonly Option<string[]> _dim = CommonOptions.Dim();
    private readonly Option<string?> _data = new("--data") { Description = "NPZ file with inputs, and labels: measures zero bits of inputs and top-1 in 8 bits", HelpName = "FILE" };
    private readonly Option<string> _scale = CompileRequestOptions.InputScale();
    private readonly Option<string?> _profile = new("--profile") { Description = "NPZ file with shares of zero bits, measured before; skips bits that are zero in a whole row group", HelpName = "FILE" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "directory for the report, as HTML, JSON and CSV, and the profile", HelpName = "DIRECTORY" };
    private readonly Option<bool> _details = CommonOptions.Flag("--details", "print the tables of energy, counts and layers too");
    private readonly Option<string?> _threads = CommonOptions.Number(MapperOptions.ThreadsOption, "N");
    private readonly Option<bool> _json = CommonOptions.Flag("--json", "print the report as JSON instead of tables");
    private readonly Option<bool> _quiet = CommonOptions.Flag("--quiet", "print only errors and the headline numbers");

    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_chip);
        command.Add(_set);
        command.Add(_pattern);
        command.Add(_ratio);
        _pruning.AddTo(command);
        foreach (var option in new Option[] { _masked, _seed, _compress, _rearrange, _strategy, _dim, _data, _scale, _profile, _output, _details, _threads, _json, _quiet })
        {
            command.Add(option);
        }
    }

    public SparseRequest Read(ParseResult parse, CancellationToken cancellation)
    {
        var problems = new List<Diagnostic>();
        var chip = CommonOptions.Collect(() => SparseChipLibrary.Load(parse.GetValue(_chip)!, parse.GetValue(_set)!), problems);
        var patterns = Patterns(parse, problems);
        var mapping = Mapping(parse, problems);
        var pruning = _pruning.Read(parse, problems);
        var dims = CommonOptions.Dims(parse.GetValue(_dim)!, problems);
        var scale = CompileRequestOptions.Scale(parse.GetValue(_scale)!, problems);
        var seed = CommonOptions.SeedOf(parse.GetValue(_seed), problems);
        var threads = (int)CommonOptions.Value(MapperOptions.ThreadsOption, parse.GetValue(_threads), problems);
        var profile = parse.GetValue(_profile) is { } file ? CommonOptions.Collect(() => InputProfile.Load(file), problems) : null;
        var model = CommonOptions.Collect(() => SparseModel.Load(parse.GetValue(_model)!, dims, parse.GetValue(_data), scale, cancellation), problems);
        model?.CheckMasked(parse.GetValue(_masked), problems);
        CommonOptions.ThrowIfAny(problems);
        var question = new SparseQuestion
        {
            Network = model!.Network,
            Graph = model.Graph,
            Samples = model.Samples,
            Chip = chip!,
            Patterns = patterns,
            Mapping = mapping,
            Pruning = pruning,
            IsMasked = parse.GetValue(_masked),
            Seed = seed,
            Profile = profile,
        };
        return new SparseRequest(question, model.Remark, threads, parse.GetValue(_output), parse.GetValue(_details), parse.GetValue(_json), parse.GetValue(_quiet));
    }

    /// <summary>Separates a list at blanks, semicolons and those commas that are not within parentheses.</summary>
    internal static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            depth += i < text.Length ? text[i] switch { '(' => 1, ')' => -1, _ => 0 } : 0;
            if (i == text.Length || text[i] is ';' || (text[i] is ',' or ' ' && depth <= 0))
            {
                if (i > start)
                {
                    yield return text[start..i];
                }

                start = i + 1;
            }
        }
    }

    private ImmutableArray<FlexBlock> Patterns(ParseResult parse, List<Diagnostic> problems)
    {
        var names = parse.GetValue(_pattern)!.SelectMany(Split).ToArray();
        var ratios = Ratios(parse.GetValue(_ratio), problems);
        var patterns = ImmutableArray.CreateBuilder<FlexBlock>();
        foreach (var name in names.Length > 0 ? names : PatternLibrary.Named.Select(p => p.Name))
        {
            if (name.Contains('@', StringComparison.Ordinal) || parse.GetValue(_masked))
            {
                patterns.AddRange(CommonOptions.Collect(() => new[] { PatternLibrary.Parse(name) }, problems) ?? []);
            }
            else if (CommonOptions.Collect(() => PatternLibrary.Find(name), problems) is { } family)
            {
                // Without a ratio asked for, a file or a text stands for itself, a name for its usual ratios.
                var isFixed = !family.HasOpenRatio || (ratios is null && !PatternLibrary.Named.Contains(family));
                patterns.AddRange(isFixed ? [family.Pattern] : (ratios ?? DefaultRatios).Select(r => CommonOptions.Collect(() => family.At(r), problems)).OfType<FlexBlock>());
            }
        }

        return [.. patterns.Distinct()];
    }

    private static double[]? Ratios(string? text, List<Diagnostic> problems)
    {
        if (text is null)
        {
            return null;
        }

        var ratios = new List<double>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and < 1)
            {
                ratios.Add(ratio);
            }
            else
            {
                problems.Add(Diagnostic.Error("CIM0602", $"expected ratios from 0 up to, but not including, 1, found '{part}'", field: "--ratio", hint: "for example --ratio 0.5,0.7,0.9"));
            }
        }

        return [.. ratios];
    }

    private SparseMapping Mapping(ParseResult parse, List<Diagnostic> problems) => new()
    {
        Compression = CommonOptions.Choice("--compress", parse.GetValue(_compress)!, problems, ("auto", null), ("rows", Compression.Rows), ("columns", Compression.Columns), ("none", (Compression?)Compression.None)),
        Rearranges = parse.GetValue(_rearrange),
        Strategy = CommonOptions.Choice("--strategy", parse.GetValue(_strategy)!, problems, ("spatial", DuplicationStrategy.Spatial), ("duplicate", DuplicationStrategy.Duplicate), ("both", DuplicationStrategy.Both)),
    };
}
