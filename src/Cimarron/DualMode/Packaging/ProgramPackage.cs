using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation;

namespace Cimarron.DualMode.Packaging;

/// <summary>A compiled network on disk: program, chip, and constant arrays when there are values.</summary>
/// <param name="Program">The program.</param>
/// <param name="Chip">The chip it is for.</param>
/// <param name="Data">The arrays; null when the program can only be timed.</param>
public sealed record ProgramPackage(MetaProgram Program, DualModeChip Chip, ProgramData? Data)
{
    /// <summary>Name of the program's file.</summary>
    public const string ProgramFile = "program.cim";

    private const string ChipFile = "chip.yaml";
    private const string DataFileName = "data.npz";
    private const int MaxProgramBytes = 1 << 28;

    /// <summary>Writes all files; each is replaced as a whole.</summary>
    /// <exception cref="DiagnosticException">A file cannot be written.</exception>
    public void Write(string directory)
    {
        AtomicFile.CreateDirectory(directory);
        AtomicFile.RemoveStale(directory);
        AtomicFile.Write(Path.Combine(directory, ChipFile), w => w.Write(ChipYaml.Of(Chip)));
        var data = Path.Combine(directory, DataFileName);
        if (Data is null)
        {
            File.Delete(data);
        }
        else
        {
            DataFile.Write(data, Data);
        }

        AtomicFile.Write(Path.Combine(directory, ProgramFile), w => w.Write(ProgramPrinter.Print(Program)));
    }

    /// <summary>Reads a program and what lies beside it.</summary>
    /// <param name="path">The program's file, or its directory.</param>
    /// <param name="chip">The chip; null for the one beside the program.</param>
    /// <exception cref="DiagnosticException">A file is missing or damaged, or the chip is not the one the program was compiled for.</exception>
    public static ProgramPackage Read(string path, DualModeChip? chip = null)
    {
        path = Directory.Exists(path) ? Path.Combine(path, ProgramFile) : path;
        var program = ProgramParser.Parse(InputFile.ReadText(path, "program", "CIM0805", MaxProgramBytes), path);
        var beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var chipFile = Path.Combine(beside, ChipFile);
        chip ??= DualModeChipLibrary.Load(File.Exists(chipFile) ? chipFile : program.Chip);
        if (program.ChipHash.Length > 0 && program.ChipHash != chip.Hash)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0816", $"the program was compiled for another chip than this '{chip.Name}'", path, field: "chip-hash", hint: "compile it for this chip, or keep the chip.yaml that was written with it"));
        }

        var data = Path.Combine(beside, DataFileName);
        return new ProgramPackage(program, chip, File.Exists(data) ? DataFile.Read(data) : null);
    }
}
