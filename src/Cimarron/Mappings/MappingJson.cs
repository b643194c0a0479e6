using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cimarron.Hardware;
using Cimarron.Workloads;

namespace Cimarron.Mappings;

/// <summary>
/// The public JSON format of a mapping: the layer, spatial loops, temporal loops outermost first, double buffering; levels and axes
/// by the chip's names.
/// </summary>
public static class MappingJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] OperandLetters = [.. Operands.All.Select(operand => operand.Letter())];
    private static readonly string[] DimNames = [.. Operands.Dims.Select(dim => dim.ToString())];

    /// <summary>The mapping as JSON text, one loop per line, ending in a newline.</summary>
    public static string Print(Mapping mapping, Chip chip)
    {
        var text = new StringBuilder("{\n  \"layer\": ").Append(OnOneLine(writer => LayerJson.Write(writer, mapping.Layer)));
        AppendList(text, "spatial", mapping.Spatial, (writer, loop) => WriteSpatial(writer, loop, chip));
        AppendList(text, "temporal", mapping.Temporal, (writer, loop) => WriteTemporal(writer, loop, chip));
        AppendList(text, "doubleBuffered", mapping.DoubleBuffered, (writer, flag) => WriteFlag(writer, flag, chip));
        return text.Append("\n}\n").ToString();
    }

    /// <summary>Writes the mapping as one JSON object, to be part of a larger document.</summary>
    public static void Write(Utf8JsonWriter writer, Mapping mapping, Chip chip)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("layer");
        LayerJson.Write(writer, mapping.Layer);
        WriteList(writer, "spatial", mapping.Spatial, (into, loop) => WriteSpatial(into, loop, chip));
        WriteList(writer, "temporal", mapping.Temporal, (into, loop) => WriteTemporal(into, loop, chip));
        WriteList(writer, "doubleBuffered", mapping.DoubleBuffered, (into, flag) => WriteFlag(into, flag, chip));
        writer.WriteEndObject();
    }

    /// <summary>Reads a mapping. Bounds left out are 1; an input size left out follows from the outputs.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="chip">The chip whose level and axis names the text uses.</param>
    /// <param name="file">The name of the file for diagnostics.</param>
    /// <returns>The mapping, or every finding that kept it from being read: CIM0400 not JSON, CIM0401 wrong type, CIM0402 missing,
    /// CIM0403 unknown key, CIM0404 duplicate key, CIM0405 unknown name, CIM0406 number out of range. Whether the mapping is legal is
    /// another question: <see cref="MappingDocument.Check"/>.</returns>
    public static MappingDocument Read(ReadOnlySpan<byte> utf8, Chip chip, string? file = null)
    {
        JsonNodeAt root;
        try
        {
            root = JsonNodeAt.Parse(utf8);
        }
        catch (JsonException problem)
        {
            var line = (int)(problem.LineNumber ?? 0) + 1;
            var message = problem.Message.Split(" LineNumber:")[0];
            return new MappingDocument
            {
                Mapping = null,
                File = file,
                Diagnostics = [Diagnostic.Error("CIM0400", $"not JSON: {message}", file, line, hint: "see the mapping format in the documentation")],
            };
        }

        var fields = new JsonFields(file);
        var mapping = ReadMapping(fields, root, chip);
        return new MappingDocument
        {
            Mapping = fields.Diagnostics.Count == 0 ? mapping : null,
            File = file,
            Diagnostics = [.. fields.Diagnostics],
            Lines = fields.Lines.ToImmutableDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>Reads a mapping from text.</summary>
    public static MappingDocument Read(string json, Chip chip, string? file = null) => Read(Encoding.UTF8.GetBytes(json), chip, file);

    private static Mapping? ReadMapping(JsonFields fields, JsonNodeAt root, Chip chip)
    {
        if (fields.Object(root, "", "layer", "spatial", "temporal", "doubleBuffered") is not { } members)
        {
            return null;
        }

        var levels = chip.Levels.Select(level => level.Name).ToArray();
        var axes = chip.Axes.Select(axis => axis.Name).ToArray();
        var layer = fields.Required(members, root, "", "layer") is { } node ? LayerJson.Read(fields, node, "layer") : new Layer();
        return new Mapping
        {
            Layer = layer,
            Spatial = [.. fields.Array(members.GetValueOrDefault("spatial"), "spatial").Select((item, i) => ReadSpatial(fields, item, $"spatial[{i}]", axes))],
            Temporal = [.. fields.Array(fields.Required(members, root, "", "temporal"), "temporal").Select((item, i) => ReadTemporal(fields, item, $"temporal[{i}]", levels))],
            DoubleBuffered =
            [
                .. fields.Array(members.GetValueOrDefault("doubleBuffered"), "doubleBuffered").Select((item, i) => ReadFlag(fields, item, $"doubleBuffered[{i}]", levels)),
            ],
        };
    }

    private static SpatialLoop ReadSpatial(JsonFields fields, JsonNodeAt node, string field, string[] axes)
    {
        if (fields.Object(node, field, "axis", "dim", "size") is not { } members)
        {
            return default;
        }

        var axis = fields.Name(fields.Required(members, node, field, "axis"), field + ".axis", "an axis of the chip", axes);
        var dim = fields.Name(fields.Required(members, node, field, "dim"), field + ".dim", "a dimension", DimNames);
        return new SpatialLoop(axis, (Dim)dim, fields.Integer(fields.Required(members, node, field, "size"), field + ".size", least: 2));
    }

    private static TemporalLoop ReadTemporal(JsonFields fields, JsonNodeAt node, string field, string[] levels)
    {
        if (fields.Object(node, field, "dim", "size", "levels") is not { } members)
        {
            return default;
        }

        var dim = fields.Name(fields.Required(members, node, field, "dim"), field + ".dim", "a dimension", DimNames);
        var size = fields.Integer(fields.Required(members, node, field, "size"), field + ".size", least: 2);
        if (fields.Required(members, node, field, "levels") is not { } at || fields.Object(at, field + ".levels", OperandLetters) is not { } places)
        {
            return default;
        }

        int Level(string letter) =>
            fields.Name(fields.Required(places, at, field + ".levels", letter), $"{field}.levels.{letter}", "a level of the chip", levels);
        return new TemporalLoop((Dim)dim, size, Level("I"), Level("W"), Level("O"));
    }

    private static BufferFlag ReadFlag(JsonFields fields, JsonNodeAt node, string field, string[] levels)
    {
        if (fields.Object(node, field, "level", "operand") is not { } members)
        {
            return default;
        }

        var level = fields.Name(fields.Required(members, node, field, "level"), field + ".level", "a level of the chip", levels);
        var operand = fields.Name(fields.Required(members, node, field, "operand"), field + ".operand", "an operand", OperandLetters);
        return new BufferFlag(level, (Operand)operand);
    }

    private static void WriteSpatial(Utf8JsonWriter writer, SpatialLoop loop, Chip chip)
    {
        writer.WriteStartObject();
        writer.WriteString("axis", chip.Axes[loop.Axis].Name);
        writer.WriteString("dim", loop.Dim.ToString());
        writer.WriteNumber("size", loop.Size);
        writer.WriteEndObject();
    }

    private static void WriteTemporal(Utf8JsonWriter writer, TemporalLoop loop, Chip chip)
    {
        writer.WriteStartObject();
        writer.WriteString("dim", loop.Dim.ToString());
        writer.WriteNumber("size", loop.Size);
        writer.WriteStartObject("levels");
        foreach (var operand in Operands.All)
        {
            writer.WriteString(operand.Letter(), chip.Levels[loop.Level(operand)].Name);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter writer, BufferFlag flag, Chip chip)
    {
        writer.WriteStartObject();
        writer.WriteString("level", chip.Levels[flag.Level].Name);
        writer.WriteString("operand", flag.Operand.Letter());
        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string key, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(key);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void AppendList<T>(StringBuilder text, string key, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        text.Append(",\n  \"").Append(key).Append("\": [");
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            text.Append(i == 0 ? "\n    " : ",\n    ").Append(OnOneLine(writer => write(writer, item)));
        }

        text.Append(items.IsEmpty ? "]" : "\n  ]");
    }

    private static string OnOneLine(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
