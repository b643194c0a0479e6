using Cimarron.Mappers;
using Cimarron.Mappings;

namespace Cimarron.Reports;

/// <summary>
/// The files of a result: <c>result.json</c>, <c>layers.csv</c>, and per layer <c>nests/&lt;layer&gt;.txt</c> and <c>mappings/&lt;layer&gt;.json</c>.
/// Every file appears complete or not at all.
/// </summary>
public sealed class ResultDirectory
{
    private const string Nests = "nests";
    private const string Mappings = "mappings";

    private readonly string _path;

    /// <summary>Opens a directory for results, creating it; temporary files of a killed run are removed.</summary>
    /// <exception cref="DiagnosticException">It cannot be created or written to.</exception>
    public ResultDirectory(string path)
    {
        _path = path;
        AtomicFile.CreateDirectory(path);
        AtomicFile.RemoveStale(path);
        AtomicFile.RemoveStale(Path.Combine(path, Nests));
        AtomicFile.RemoveStale(Path.Combine(path, Mappings));
    }

    /// <summary>Writes or refreshes <c>result.json</c>.</summary>
    /// <exception cref="DiagnosticException">The file cannot be written.</exception>
    public void WriteResult(ResultDocument result) =>
        AtomicFile.Write(Path.Combine(_path, "result.json"), writer => ResultJson.Write(result, writer));

    /// <summary>Writes all files.</summary>
    /// <exception cref="DiagnosticException">A file cannot be written.</exception>
    public void WriteAll(ResultDocument result, NetworkResult outcome)
    {
        WriteResult(result);
        AtomicFile.Write(Path.Combine(_path, "layers.csv"), writer => LayerCsv.Write(result, writer));
        var nests = Path.Combine(_path, Nests);
        var mappings = Path.Combine(_path, Mappings);
        AtomicFile.CreateDirectory(nests);
        AtomicFile.CreateDirectory(mappings);
        foreach (var (layer, name) in outcome.Layers.Zip(FileNames.For(outcome.Layers.Select(l => l.Name))))
        {
            if (layer.Answer.Mapping is { } found)
            {
                var mapping = found with { Layer = layer.Shape };
                AtomicFile.Write(Path.Combine(nests, $"{name}.txt"), writer => writer.Write(MappingPrinter.Print(mapping, outcome.Chip)));
                AtomicFile.Write(Path.Combine(mappings, $"{name}.json"), writer => writer.Write(MappingJson.Print(mapping, outcome.Chip)));
            }
        }
    }
}
