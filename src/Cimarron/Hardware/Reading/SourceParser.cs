using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cimarron.Hardware.Reading;

/// <summary>
/// Reads the plain part of YAML (mappings, lists, scalars, comments) into nodes with positions. Anchors, aliases, tags and several
/// documents are refused: a chip file has no use for them, and aliases let a small file grow without bound.
/// </summary>
internal sealed class SourceParser
{
    private const int MaxDepth = 16;
    private const int MaxNodes = 10_000;

    private readonly Problems _problems;
    private readonly Parser _parser;
    private readonly List<int> _lineStarts = [0];
    private int _nodes;

    private SourceParser(string text, Problems problems)
    {
        _problems = problems;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>The document's mapping, or null after reporting why there is none.</summary>
    public static SourceMap? Parse(string text, Problems problems)
    {
        var reader = new SourceParser(text, problems);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            problems.Add("CIM0302", $"this is not valid YAML: {FirstLine(e)}", (int)Math.Max(1, e.Start.Line), hint: "check the indentation, quotes and brackets here and in the line before");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The YAML library answers some broken texts (an unclosed bracket, for one) with its own internal errors.
            problems.Add("CIM0302", "this is not valid YAML", (int)(reader._parser.Current?.End.Line ?? 1), hint: "check the indentation, quotes and brackets here and in the lines after");
        }
        catch (NotPlainException e)
        {
            problems.Add("CIM0303", e.Message, e.Line, hint: "write the value out in full; see docs/chips.md");
        }

        return null;
    }

    private static string FirstLine(YamlException e) => e.Message.ReplaceLineEndings("\n").Split('\n')[0];

    private SourceMap? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _problems.Add("CIM0306", "the file is empty; expected a chip description", 1, hint: "start from `cimarron chips show default`");
            return null;
        }

        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _))
        {
            throw new NotPlainException("a second YAML document starts here; expected one chip per file", (int)(_parser.Current?.Start.Line ?? 1));
        }

        if (root is SourceMap map)
        {
            return map;
        }

        _problems.Add("CIM0307", $"expected keys such as 'name: …' at the top of the file, found {root.Kind}", root.Line, hint: "start from `cimarron chips show default`");
        return null;
    }

    private SourceNode Node(int depth)
    {
        var next = _parser.Consume<ParsingEvent>();
        var line = (int)next.Start.Line;
        if (next is AnchorAlias || next is NodeEvent { Anchor.IsEmpty: false })
        {
            throw new NotPlainException("anchors and aliases are not used in chip files", line);
        }

        if (next is NodeEvent { Tag.IsEmpty: false })
        {
            throw new NotPlainException("tags are not used in chip files", line);
        }

        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            throw new NotPlainException(depth > MaxDepth ? $"nested deeper than {MaxDepth} levels" : $"more than {MaxNodes} values", line);
        }

        return next switch
        {
            Scalar scalar => new SourceScalar(line, Offset(scalar.Start), Offset(scalar.End), scalar.Value),
            SequenceStart start => List(start, depth),
            MappingStart start => Map(start, depth),
            _ => throw new NotPlainException("expected a value", line),
        };
    }

    private SourceList List(SequenceStart start, int depth)
    {
        var items = new List<SourceNode>();
        while (!_parser.Accept<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        var end = _parser.Consume<SequenceEnd>();
        return new SourceList((int)start.Start.Line, Offset(start.Start), Offset(end.End), items);
    }

    private SourceMap Map(MappingStart start, int depth)
    {
        var entries = new List<(SourceScalar Key, SourceNode Value)>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_parser.Accept<MappingEnd>(out _))
        {
            if (Node(depth + 1) is not SourceScalar key)
            {
                throw new NotPlainException("a key must be a single word", (int)(_parser.Current?.Start.Line ?? start.Start.Line));
            }

            var value = Node(depth + 1);
            if (seen.TryAdd(key.Text, key.Line))
            {
                entries.Add((key, value));
            }
            else
            {
                _problems.Add("CIM0304", $"the key is given twice, first in line {seen[key.Text]}", key.Line, key.Text, "keep one of the two");
            }
        }

        var end = _parser.Consume<MappingEnd>();
        return new SourceMap((int)start.Start.Line, Offset(start.Start), Offset(end.End), entries, start.Style == MappingStyle.Flow);
    }

    /// <summary>Offset from line and column: these stay right where the scanner's own index counts differently.</summary>
    private int Offset(Mark mark) => _lineStarts[(int)Math.Min(mark.Line - 1, _lineStarts.Count - 1)] + (int)mark.Column - 1;

    /// <summary>The file uses a part of YAML that chip files do without.</summary>
    private sealed class NotPlainException(string message, int line) : Exception(message)
    {
        public int Line { get; } = line;
    }
}
