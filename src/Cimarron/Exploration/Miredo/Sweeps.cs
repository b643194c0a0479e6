using System.Collections.Immutable;

namespace Cimarron.Exploration.Miredo;

/// <summary>The sweeps of the study: macro shape, cores, buffer capacity, bandwidths, ping-pong.</summary>
internal static class Sweeps
{
    public static ImmutableArray<IStudyTable> All { get; } =
    [
        new SweepTable("macro", "Macro shape", "Rows × columns",
        [
            Macro(128, 4), Macro(64, 8, true), new("32 × 16", []), Macro(16, 32, true), Macro(8, 64), Macro(64, 16), Macro(64, 32, true), Macro(128, 64),
        ]),
        new SweepTable("cores", "Number of cores", "Cores", [.. new[] { 1, 2, 4, 8, 16, 32 }.Select(n => Point(n == 8, $"{n}", $"cores={n}", n is 2 or 32))]),
        new SweepTable("buffer", "Capacity of the global buffer", "Global buffer",
            [.. new[] { 32, 64, 128, 256, 512, 1024 }.Select(n => Point(n == 256, n < 1024 ? $"{n} KiB" : "1 MiB", $"Global_buffer.size={n}KiB", n is 64 or 1024))]),
        new SweepTable("dram", "Bandwidth of DRAM", "DRAM port", [.. new[] { 16, 32, 64, 128, 256 }.Select(n => Point(n == 64, $"{n} bit/cycle", $"Dram.port={n}", n is 16 or 256))]),
        new SweepTable("ports", "Bandwidth of the global buffer", "Global buffer port",
            [.. new[] { 32, 64, 128, 256, 512 }.Select(n => Point(n == 128, $"{n} bit/cycle", $"Global_buffer.port={n}", n is 32 or 512))]),
        new SweepTable("ping-pong", "Ping-pong macros", "Macro",
        [
            new("write or compute, depth 8", []),
            new("ping-pong, depth 8", ["macro.pingPong=true"], true),
            new("write or compute, depth 16", ["macro.depth=16"]),
            new("ping-pong, depth 16", ["macro.pingPong=true", "macro.depth=16"]),
        ]),
    ];

    private static SweepPoint Macro(int rows, int columns, bool isInQuick = false) => new($"{rows} × {columns}", [$"macro.rows={rows}", $"macro.columns={columns}"], isInQuick);

    private static SweepPoint Point(bool isBase, string label, string change, bool isInQuick) => new(label, isBase ? [] : [change], isInQuick);
}
