using System.CommandLine;
using System.Globalization;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappings;

namespace Cimarron.Tool.Commands;

/// <summary>The options that restrict which mappings count: conditions and caps.</summary>
internal sealed class ConditionOptions
{
    private readonly Option<string?> _order = new("--order") { Description = "dimensions outermost first, e.g. K,C,P: loops in time keep this order; others are free", HelpName = "DIMS" };
    private readonly Option<string[]> _forbid = Repeatable("--forbid", "OPERAND@LEVEL", "an operand bypasses a level, e.g. W@Global_buffer; repeatable");
    private readonly Option<string[]> _stationary = Repeatable("--stationary", "OPERAND[@LEVEL]", "every element enters the level (default: the innermost) only once, e.g. W or O@Output_buffer; repeatable");
    private readonly Option<string[]> _limit = Repeatable("--limit", "[OPERAND@]LEVEL=SIZE", "use at most so much of a level, e.g. Global_buffer=50% or W@Global_buffer=64KiB; repeatable");
    private readonly Option<string?> _latencyCap = new("--latency-cap") { Description = "a single layer only: at most this many cycles", HelpName = "CYCLES" };
    private readonly Option<string?> _energyCap = new("--energy-cap") { Description = "a single layer only: at most this much energy", HelpName = "NANOJOULES" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _order, _forbid, _stationary, _limit, _latencyCap, _energyCap })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The options with conditions and caps, once the chip is known.</summary>
    public MapperOptions Read(ParseResult parse, MapperOptions options, Chip chip, List<Diagnostic> problems) => options with
    {
        Constraints = new ConstraintParser(chip, problems).Parse(parse.GetValue(_order), parse.GetValue(_forbid)!, parse.GetValue(_stationary)!, parse.GetValue(_limit)!),
        LatencyCap = Cap(parse.GetValue(_latencyCap), "--latency-cap", problems),
        EnergyCap = Cap(parse.GetValue(_energyCap), "--energy-cap", problems),
    };

    /// <summary>Reports what does not go together.</summary>
    /// <param name="options">The options read.</param>
    /// <param name="mapper">Who searches.</param>
    /// <param name="layers">Distinct layers of the network.</param>
    /// <param name="problems">Takes the findings.</param>
    public static void Check(MapperOptions options, ILayerMapper mapper, int layers, List<Diagnostic> problems)
    {
        if (options.HasCaps && layers > 1)
        {
            problems.Add(Diagnostic.Error("CIM0603", $"a cap is for a single layer, this network has {layers}", field: double.IsPositiveInfinity(options.LatencyCap) ? "--energy-cap" : "--latency-cap", hint: "--pareto shows what the network can trade; --layer maps one layer"));
        }

        if ((options.HasCaps && !mapper.KeepsCaps) || (!options.Constraints.IsEmpty && !mapper.KeepsConditions))
        {
            var kept = mapper is MipMapper ? "; the program F2 keeps conditions" : "";
            problems.Add(Diagnostic.Error("CIM0603", $"the mapper '{mapper.Name}' as asked for keeps no {(mapper.KeepsConditions ? "caps" : "conditions or caps")}", field: "--mapper", hint: $"use --mapper exact{kept}"));
        }
    }

    private static double Cap(string? text, string option, List<Diagnostic> problems)
    {
        if (text is null)
        {
            return double.PositiveInfinity;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value))
        {
            return value;
        }

        problems.Add(Diagnostic.Error("CIM0602", $"expected a number > 0, found '{text}'", field: option, hint: $"for example {option} 1e6"));
        return double.PositiveInfinity;
    }

    private static Option<string[]> Repeatable(string name, string help, string description) => new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => [] };
}
