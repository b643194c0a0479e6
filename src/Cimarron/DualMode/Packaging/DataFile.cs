using Cimarron.DualMode.Simulation;
using Cimarron.Inference;
using Cimarron.Inference.Arrays;

namespace Cimarron.DualMode.Packaging;

/// <summary>The constant arrays of a program as an NPZ file.</summary>
public static class DataFile
{
    /// <summary>Reads the arrays.</summary>
    /// <exception cref="DiagnosticException">The file cannot be read, or holds an array of another type than int8, int32 and float32.</exception>
    public static ProgramData Read(string path)
    {
        var data = ProgramData.Empty;
        foreach (var (name, array) in NpzFile.Read(path))
        {
            data = data.With(name, array.Type switch
            {
                ElementType.Int8 => DataArray.Of(array.As<sbyte>().ToArray(), array.Shape.AsSpan()),
                ElementType.Int32 => DataArray.Of(array.As<int>().ToArray(), array.Shape.AsSpan()),
                ElementType.Float32 => DataArray.Of(array.As<float>().ToArray(), array.Shape.AsSpan()),
                _ => throw new DiagnosticException(Diagnostic.Error("CIM0815", $"expected int8, int32 or float32, found {array.Type}", path, field: $"array '{name}'", hint: "compile the network again")),
            });
        }

        return data;
    }

    /// <summary>Writes the arrays.</summary>
    /// <exception cref="DiagnosticException">The file cannot be written.</exception>
    public static void Write(string path, ProgramData data) => NpzFile.Write(path, data.Arrays.ToDictionary(a => a.Key, a => Array(a.Value), StringComparer.Ordinal));

    private static NpyArray Array(DataArray array) =>
        array.As<int>() is { } integers ? NpyArray.Of(integers, array.Shape)
        : array.As<float>() is { } reals ? NpyArray.Of(reals, array.Shape)
        : NpyArray.Of(array.As<sbyte>()!, array.Shape);
}
