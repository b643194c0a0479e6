using System.Collections.Immutable;
using System.Globalization;
using Cimarron.Hardware;
using Cimarron.Hardware.Reading;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>Reads conditions on mappings as users write them on the command line; the findings of all of them are collected.</summary>
public sealed class ConstraintParser
{
    private const string Code = "CIM0480";

    private readonly Chip _chip;
    private readonly ICollection<Diagnostic> _problems;

    /// <summary>A parser for the levels of <paramref name="chip"/> that adds its findings to <paramref name="problems"/>.</summary>
    public ConstraintParser(Chip chip, ICollection<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        _chip = chip;
        _problems = problems;
    }

    /// <summary>The conditions.</summary>
    /// <param name="order">Dimensions outermost first, e.g. <c>K,C,P</c>; null for any order.</param>
    /// <param name="forbidden">Operands and levels to bypass, e.g. <c>W@Global_buffer</c>.</param>
    /// <param name="stationary">Operands, e.g. <c>W</c> (at its innermost level) or <c>O@Output_buffer</c>.</param>
    /// <param name="limits">Limits, e.g. <c>Global_buffer=50%</c> or <c>W@Global_buffer=64KiB</c>.</param>
    public MappingConstraints Parse(string? order, IEnumerable<string> forbidden, IEnumerable<string> stationary, IEnumerable<string> limits)
    {
        var result = new MappingConstraints
        {
            Order = order is null ? [] : ParseOrder(order),
            Forbidden = [.. forbidden.Select(text => Place(text, "--forbid", tipByDefault: false)).OfType<OperandAtLevel>().Distinct()],
            Stationary = [.. stationary.Select(text => Place(text, "--stationary", tipByDefault: true)).OfType<OperandAtLevel>().Distinct()],
            Limits = [.. limits.Select(Limit).OfType<BufferLimit>().Distinct()],
        };
        return result;
    }

    private ImmutableArray<Dim> ParseOrder(string text)
    {
        var dims = new List<Dim>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (word.Length != 1 || !Enum.TryParse<Dim>(word, ignoreCase: true, out var dim) || !Enum.IsDefined(dim) || char.IsAsciiDigit(word[0]))
            {
                Problem("--order", $"expected dimensions among {string.Join(", ", Enum.GetNames<Dim>())}, found '{word}'", "for example --order K,C,P,Q");
            }
            else if (dims.Contains(dim))
            {
                Problem("--order", $"'{dim}' is given twice", "list each dimension once, the outermost first");
            }
            else
            {
                dims.Add(dim);
            }
        }

        return [.. dims];
    }

    private OperandAtLevel? Place(string text, string option, bool tipByDefault)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 && !tipByDefault)
        {
            Problem(option, $"expected OPERAND@LEVEL, found '{text}'", $"for example {option} W@{_chip.Levels[^1].Name}");
            return null;
        }

        if (Operand(at < 0 ? text : text[..at], option) is not { } operand)
        {
            return null;
        }

        return at < 0 ? new OperandAtLevel(operand, _chip.Tip(operand)) : Level(text[(at + 1)..], operand, option) is { } level ? new OperandAtLevel(operand, level) : null;
    }

    private Operand? Operand(string text, string option)
    {
        foreach (var operand in Operands.All)
        {
            if (string.Equals(text.Trim(), operand.ToString()[..1], StringComparison.OrdinalIgnoreCase))
            {
                return operand;
            }
        }

        Problem(option, $"expected an operand I, W or O, found '{text}'", $"for example {option} W@{_chip.Levels[_chip.Tip(Workloads.Operand.Weight)].Name}");
        return null;
    }

    private int? Level(string text, Operand? operand, string option)
    {
        var name = text.Trim();
        for (var level = 0; level < _chip.Levels.Length; level++)
        {
            if (!string.Equals(_chip.Levels[level].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (operand is { } held && !_chip.Levels[level].Holding(held))
            {
                Problem(option, $"{_chip.Levels[level].Name} never holds {held.ToString()[0]}", $"levels that do: {Names(l => l.Holding(held))}");
                return null;
            }

            return level;
        }

        Problem(option, $"the chip has no level '{name}'", $"levels: {Names(_ => true)}");
        return null;
    }

    private BufferLimit? Limit(string text)
    {
        const string Option = "--limit";
        var equals = text.LastIndexOf('=');
        if (equals <= 0)
        {
            Problem(Option, $"expected LEVEL=SIZE or OPERAND@LEVEL=SIZE, found '{text}'", $"for example {Option} {_chip.Levels[0].Name}=50%");
            return null;
        }

        var place = text[..equals];
        var at = place.IndexOf('@', StringComparison.Ordinal);
        var operand = at < 0 ? null : Operand(place[..at], Option);
        if ((at >= 0 && operand is null) || Level(at < 0 ? place : place[(at + 1)..], operand, Option) is not { } level)
        {
            return null;
        }

        return Bits(text[(equals + 1)..].Trim(), _chip.Levels[level].CapacityBits) is { } bits ? new BufferLimit(level, operand, bits) : null;
    }

    private long? Bits(string text, long capacity)
    {
        if (text.EndsWith('%'))
        {
            if (double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100)
            {
                return (long)Math.Floor(capacity * percent / 100);
            }

            Problem("--limit", $"expected a share of 0…100 %, found '{text}'", "for example --limit Global_buffer=50%");
            return null;
        }

        var quantity = Quantity.Parse(text, UnitFamily.Bits, unitOptional: true, out var problem, out var hint);
        if (quantity is null || !(quantity.Value >= 0 && quantity.Value <= long.MaxValue / 2))
        {
            Problem("--limit", quantity is null ? problem : $"expected a size ≥ 0, found '{text}'", hint ?? "for example --limit W@Global_buffer=64KiB");
            return null;
        }

        return (long)Math.Floor(quantity.Value);
    }

    private string Names(Func<MemoryLevel, bool> predicate) => string.Join(", ", _chip.Levels.Where(predicate).Select(l => l.Name));

    private void Problem(string field, string message, string hint) => _problems.Add(Diagnostic.Error(Code, message, field: field, hint: hint));
}
