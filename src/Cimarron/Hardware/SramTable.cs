using System.Globalization;

namespace Cimarron.Hardware;

/// <summary>
/// Energy and leakage of SRAM macros from CACTI 7 (22–65 nm, one read-write port, no error correction), bilinear in log size and log
/// width of the logarithm of the figure: exact on the grid, a power law between its points. Outside of the grid there is no answer.
/// </summary>
public sealed class SramTable
{
    private static readonly Lazy<Dictionary<(int Nanometres, string Cell), SramTable>> Tables = new(ReadAll);

    private readonly Dictionary<(long Bits, int Width), SramFigures> _points;
    private readonly long[] _sizes;
    private readonly int[] _widths;

    private SramTable(Dictionary<(long Bits, int Width), SramFigures> points)
    {
        _points = points;
        _sizes = [.. points.Keys.Select(k => k.Bits).Distinct().Order()];
        _widths = [.. points.Keys.Select(k => k.Width).Distinct().Order()];
    }

    /// <summary>Feature sizes of the table, nm.</summary>
    public static IReadOnlyList<int> Technologies { get; } = [22, 28, 32, 45, 65];

    /// <summary>The table of one technology and transistor class (<c>itrs-hp</c>, <c>itrs-lop</c>, <c>itrs-lstp</c>).</summary>
    /// <exception cref="ArgumentException">The table does not have this combination.</exception>
    public static SramTable For(int nanometres, string cell) =>
        Tables.Value.TryGetValue((nanometres, cell), out var table) ? table : throw new ArgumentException($"no SRAM table for {nanometres} nm {cell}", nameof(nanometres));

    /// <summary>Whether a memory of this size and width is one of the table's own points.</summary>
    public bool IsGridPoint(long bits, int width) => _points.ContainsKey((bits, width));

    /// <summary>The figures of a memory, or null when it lies outside of the table.</summary>
    /// <param name="bits">Capacity in bits, 4 Kibit … 128 Mibit.</param>
    /// <param name="width">Port width in bits, 8 … 1024 (narrower for memories under 4 KiB).</param>
    public SramFigures? Find(long bits, int width)
    {
        if (_points.TryGetValue((bits, width), out var exact))
        {
            return exact;
        }

        if (bits < _sizes[0] || bits > _sizes[^1] || width < _widths[0] || width > _widths[^1])
        {
            return null;
        }

        var (sizeBelow, sizeAbove) = (_sizes.Last(s => s <= bits), _sizes.First(s => s >= bits));
        var (widthBelow, widthAbove) = (_widths.Last(w => w <= width), _widths.First(w => w >= width));
        var across = Fraction(sizeBelow, sizeAbove, bits);
        var up = Fraction(widthBelow, widthAbove, width);
        double read = 0, write = 0, leakage = 0;
        foreach (var (size, sizeWeight) in new[] { (sizeBelow, 1 - across), (sizeAbove, across) })
        {
            foreach (var (port, portWeight) in new[] { (widthBelow, 1 - up), (widthAbove, up) })
            {
                var weight = sizeWeight * portWeight;
                if (weight == 0)
                {
                    continue;
                }

                if (!_points.TryGetValue((size, port), out var corner))
                {
                    return null;
                }

                read += weight * Math.Log(corner.ReadPicojoulesPerBit);
                write += weight * Math.Log(corner.WritePicojoulesPerBit);
                leakage += weight * Math.Log(corner.LeakageMilliwatts);
            }
        }

        return new SramFigures(Math.Exp(read), Math.Exp(write), Math.Exp(leakage));
    }

    private static double Fraction(double below, double above, double value) => below == above ? 0 : Math.Log(value / below) / Math.Log(above / below);

    private static Dictionary<(int Nanometres, string Cell), SramTable> ReadAll()
    {
        using var stream = typeof(SramTable).Assembly.GetManifestResourceStream("Cimarron.Hardware.sram-cacti7.csv")
            ?? throw new InvalidOperationException("the SRAM table is missing from the assembly");
        using var reader = new StreamReader(stream);
        var tables = new Dictionary<(int, string), Dictionary<(long, int), SramFigures>>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            double Number(int column) => double.Parse(fields[column], CultureInfo.InvariantCulture);
            var key = ((int)Math.Round(Number(0) * 1000), fields[1]);
            if (!tables.TryGetValue(key, out var table))
            {
                tables[key] = table = [];
            }

            var width = (int)Number(3);
            table[((long)Number(2) * 8, width)] = new SramFigures(Number(4) / width, Number(5) / width, Number(6));
        }

        return tables.ToDictionary(t => t.Key, t => new SramTable(t.Value));
    }
}
