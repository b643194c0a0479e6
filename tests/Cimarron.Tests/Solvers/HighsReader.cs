using System.Diagnostics;
using System.Text.Json;
using Cimarron.Solvers.Highs;

namespace Cimarron.Tests.Solvers;

/// <summary>A model as HiGHS reads it from a file: names, exact numbers, missing for infinite.</summary>
internal sealed record HighsReader
{
    private const string Script = """
        const load = require(process.argv[2]);
        const fs = require('fs');
        load().then(highs => console.log(JSON.stringify(process.argv.slice(3).map(file => {
          const model = highs.createModel();
          model.options.set('small_matrix_value', 1e-12);
          model.readModel({ format: file.endsWith('.lp') ? 'lp' : 'mps', data: fs.readFileSync(file) });
          const data = model.getModel('csr');
          const finite = a => Array.from(a, v => Number.isFinite(v) ? v : null);
          const names = (n, f) => Array.from({ length: n }, (_, i) => f(i));
          return {
            maximize: data.sense === -1, offset: data.offset,
            columns: names(data.numCols, i => model.getColName(i)), rows: names(data.numRows, i => model.getRowName(i)),
            cost: finite(data.colCost), lower: finite(data.colLower), upper: finite(data.colUpper), integer: Array.from(data.integrality),
            rowLower: finite(data.rowLower), rowUpper: finite(data.rowUpper),
            starts: Array.from(data.matrix.starts), indices: Array.from(data.matrix.indices), values: Array.from(data.matrix.values),
          };
        }))));
        """;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public required bool Maximize { get; init; }

    public required double Offset { get; init; }

    public required string[] Columns { get; init; }

    public required string[] Rows { get; init; }

    public required double[] Cost { get; init; }

    public required double?[] Lower { get; init; }

    public required double?[] Upper { get; init; }

    public required int[] Integer { get; init; }

    public required double?[] RowLower { get; init; }

    public required double?[] RowUpper { get; init; }

    public required int[] Starts { get; init; }

    public required int[] Indices { get; init; }

    public required double[] Values { get; init; }

    /// <summary>Reads LP and MPS files, all in one process.</summary>
    public static HighsReader[] Read(params string[] files)
    {
        var package = HighsPackage.Find().Found.ShouldNotBeNull();
        var start = new ProcessStartInfo(package.Node) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-", package.Directory, .. files])
        {
            start.ArgumentList.Add(argument);
        }

        using var node = Process.Start(start)!;
        node.StandardInput.Write(Script);
        node.StandardInput.Close();
        var error = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        node.ExitCode.ShouldBe(0, error.Result);
        return JsonSerializer.Deserialize<HighsReader[]>(output, Json)!;
    }

    /// <summary>The model as lines that can be compared: sorted by name, numbers in full or to some digits; sides of a row on lines of their own.</summary>
    public string[] Lines(string format = "R", string? skipped = null)
    {
        string Text(double? value) => (value ?? double.NaN).ToString(format, System.Globalization.CultureInfo.InvariantCulture);
        var columns = Columns.Select((c, j) => $"{c}: {Text(Cost[j])} [{Text(Lower[j])}, {Text(Upper[j])}] {Integer.ElementAtOrDefault(j)}").Where(l => skipped is null || !l.StartsWith(skipped, StringComparison.Ordinal));
        var rows = Rows.Select((r, i) => $"{r}: {Text(RowLower[i])} <= {string.Join(" + ", Enumerable.Range(Starts[i], Starts[i + 1] - Starts[i]).Select(k => $"{Text(Values[k])} {Columns[Indices[k]]}").Order(StringComparer.Ordinal))} <= {Text(RowUpper[i])}");
        return [.. columns.Concat(rows).Order(StringComparer.Ordinal)];
    }
}
