using System.Text.Json;

namespace Cimarron.Mappings;

/// <summary>A JSON value with the line it stands on, duplicate keys and all.</summary>
internal sealed class JsonNodeAt
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private JsonNodeAt(JsonValueKind kind, int line)
    {
        Kind = kind;
        Line = line;
    }

    /// <summary>What the value is.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>Line, counted from 1.</summary>
    public int Line { get; }

    /// <summary>Text of a string, or of a number as written.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Members of an object in the order of the file.</summary>
    public List<(string Key, JsonNodeAt Value)> Members { get; } = [];

    /// <summary>Items of an array.</summary>
    public List<JsonNodeAt> Items { get; } = [];

    /// <summary>Parses one JSON text.</summary>
    /// <exception cref="JsonException">Not JSON, or nested too deeply; carries the line, counted from 0.</exception>
    public static JsonNodeAt Parse(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
        var reader = new Utf8JsonReader(text);
        var lines = new LineCounter();
        reader.Read();
        var root = Value(ref reader, text, ref lines);
        reader.Read(); // anything that follows is reported by the reader
        return root;
    }

    private static JsonNodeAt Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ref LineCounter lines)
    {
        var line = lines.At(text, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(ref reader, text, ref lines, line);
            case JsonTokenType.StartArray:
                var array = new JsonNodeAt(JsonValueKind.Array, line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Items.Add(Value(ref reader, text, ref lines));
                }

                return array;
            case JsonTokenType.String:
                return new JsonNodeAt(JsonValueKind.String, line) { Text = String(ref reader, line) };
            case JsonTokenType.Number:
                return new JsonNodeAt(JsonValueKind.Number, line) { Text = System.Text.Encoding.ASCII.GetString(reader.ValueSpan) };
            case JsonTokenType.True:
                return new JsonNodeAt(JsonValueKind.True, line);
            case JsonTokenType.False:
                return new JsonNodeAt(JsonValueKind.False, line);
            default:
                return new JsonNodeAt(JsonValueKind.Null, line);
        }
    }

    private static JsonNodeAt Object(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ref LineCounter lines, int line)
    {
        var node = new JsonNodeAt(JsonValueKind.Object, line);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = String(ref reader, lines.At(text, reader.TokenStartIndex));
            reader.Read();
            node.Members.Add((key, Value(ref reader, text, ref lines)));
        }

        return node;
    }

    /// <summary>The text of a string token; the reader checks its characters only here.</summary>
    private static string String(ref Utf8JsonReader reader, int line)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException problem)
        {
            throw new JsonException("a string with characters that are not Unicode", null, line - 1, null, problem);
        }
    }

    /// <summary>Turns ascending offsets into line numbers.</summary>
    private struct LineCounter
    {
        private long offset;
        private int newlines;

        public int At(ReadOnlySpan<byte> text, long position)
        {
            newlines += text[(int)offset..(int)position].Count((byte)'\n');
            offset = position;
            return newlines + 1;
        }
    }
}
