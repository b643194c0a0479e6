using System.Text.Json;
using Cimarron.Hardware;
using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests;

/// <summary>One mapping of the reference vectors and what is known about it.</summary>
internal sealed record ReferenceVector(int Index, Chip Chip, Mapping Mapping, JsonElement Expected)
{
    /// <summary>The mapping object as written in the file.</summary>
    public required JsonElement Source { get; init; }

    public bool IsViolation => Expected.TryGetProperty("violations", out _);

    public static IReadOnlyList<ReferenceVector> All { get; } = Load();

    private static List<ReferenceVector> Load()
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "mapping-vectors.json"));
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.Clone().EnumerateArray().Select((vector, index) => Read(index, vector))];
    }

    private static ReferenceVector Read(int index, JsonElement vector)
    {
        var chip = TestChips.Named(vector.GetProperty("chip").GetString()!);
        var mapping = vector.GetProperty("mapping");
        int Level(JsonElement element, string name) => chip.IndexOfLevel(element.GetProperty(name).GetString()!);
        return new ReferenceVector(
            index,
            chip,
            new Mapping
            {
                Layer = ReadLayer(vector.GetProperty("layer")),
                Spatial =
                [
                    .. mapping.GetProperty("spatial").EnumerateArray().Select(loop => new SpatialLoop(
                        chip.IndexOfAxis(loop.GetProperty("axis").GetString()!), ReadDim(loop), loop.GetProperty("size").GetInt32())),
                ],
                Temporal =
                [
                    .. mapping.GetProperty("temporal").EnumerateArray().Select(loop => new TemporalLoop(
                        ReadDim(loop),
                        loop.GetProperty("size").GetInt32(),
                        Level(loop.GetProperty("levels"), "I"),
                        Level(loop.GetProperty("levels"), "W"),
                        Level(loop.GetProperty("levels"), "O"))),
                ],
                DoubleBuffered =
                [
                    .. mapping.GetProperty("doubleBuffered").EnumerateArray().Select(flag => new BufferFlag(
                        Level(flag, "level"), OperandOf(flag.GetProperty("operand").GetString()!))),
                ],
            },
            vector.GetProperty("expected"))
        {
            Source = vector,
        };
    }

    public static Operand OperandOf(string letter) => Operands.All.Single(operand => operand.Letter() == letter);

    private static Dim ReadDim(JsonElement loop) => Enum.Parse<Dim>(loop.GetProperty("dim").GetString()!);

    private static Layer ReadLayer(JsonElement layer)
    {
        int Get(string name) => layer.GetProperty(name).GetInt32();
        return new Layer
        {
            R = Get("R"),
            S = Get("S"),
            P = Get("P"),
            Q = Get("Q"),
            C = Get("C"),
            K = Get("K"),
            G = Get("G"),
            H = Get("H"),
            W = Get("W"),
            StrideHeight = Get("stride"),
            StrideWidth = Get("stride"),
            Padding = Padding.Uniform(Get("padding")),
        };
    }
}
