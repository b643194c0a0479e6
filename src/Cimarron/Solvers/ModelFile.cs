using System.Text;
using Cimarron.Solvers.Files;

namespace Cimarron.Solvers;

/// <summary>Writes models to files that solvers read.</summary>
public static class ModelFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Writes a model as <c>.lp</c> (for people and solvers) or <c>.mps</c> (free format, for solvers). Indicators are written as big-M rows
    /// (<see cref="MipModel.WithoutIndicators"/>). Names keep letters, digits, <c>_</c> and <c>.</c>; everything else becomes <c>_</c>, and equal names get numbers.
    /// The file appears when it is complete.
    /// </summary>
    /// <param name="path">The file; its ending decides the format.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Stops writing; no file is left.</param>
    /// <exception cref="DiagnosticException">The ending is unknown, the file cannot be written, or an indicator row lacks bounds.</exception>
    public static void Write(string path, MipModel model, CancellationToken cancellationToken = default)
    {
        var isLp = FormatOf(path);
        var linear = model.WithoutIndicators();
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var writer = new StreamWriter(temporary, append: false, Utf8, bufferSize: 1 << 16))
            {
                Write(linear, new ModelNames(linear), isLp, writer, cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0110", $"cannot write the file: {e.Message}", file: path, hint: "check that the disk has room and that you may write there, or choose another place"));
        }
        finally
        {
            Discard(temporary);
        }
    }

    /// <summary>Checks the ending of a file name before time is spent on the model.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Whether the format is LP; otherwise it is MPS.</returns>
    /// <exception cref="DiagnosticException">The ending is neither <c>.lp</c> nor <c>.mps</c>.</exception>
    public static bool FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".LP" => true,
        ".MPS" => false,
        _ => throw new DiagnosticException(Diagnostic.Error("CIM0705", "expected a file name ending in .lp or .mps", file: path, hint: "for example --write-model model.lp")),
    };

    /// <summary>Writes a model without indicators.</summary>
    internal static void Write(MipModel linear, ModelNames names, bool isLp, TextWriter writer, CancellationToken cancellationToken)
    {
        if (isLp)
        {
            LpWriter.Write(linear, names, writer, cancellationToken);
        }
        else
        {
            MpsWriter.Write(linear, names, writer, cancellationToken);
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The write itself has failed and is being reported; a temporary file that cannot be removed adds nothing.
        }
    }
}
