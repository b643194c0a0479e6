using System.Reflection;
using System.Runtime.InteropServices;

namespace Cimarron.Solvers.Cbc;

/// <summary>The part of CBC's C interface (<c>Cbc_C_Interface.h</c>, version 2.10) that is used. Arrays are copied by the library.</summary>
internal static class CbcLibrary
{
    private const string Library = "CbcSolver";
    private static readonly string[] FileNames = ["libCbcSolver.so.3", "libCbcSolver.so", "libCbcSolver.3.dylib", "libCbcSolver.dylib"];

    static CbcLibrary() => NativeLibrary.SetDllImportResolver(typeof(CbcLibrary).Assembly, Load);

    /// <summary>Loads the library, without calling anything but its version.</summary>
    /// <returns>The name it was found by and its version, or what is wrong.</returns>
    public static (string? File, string? Version, string? Problem) Inspect()
    {
        foreach (var name in FileNames)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                // Version 2.8 has the same file name and not yet this function.
                return NativeLibrary.TryGetExport(handle, "Cbc_setMIPStartI", out _)
                    ? (name, Marshal.PtrToStringUTF8(GetVersion()), null)
                    : (name, null, "its version is older than 2.10");
            }
        }

        return (null, null, $"{FileNames[0]} was not found");
    }

    [DllImport(Library, EntryPoint = "Cbc_getVersion")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern IntPtr GetVersion();

    [DllImport(Library, EntryPoint = "Cbc_newModel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern IntPtr NewModel();

    [DllImport(Library, EntryPoint = "Cbc_deleteModel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void DeleteModel(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_loadProblem")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void LoadProblem(
        IntPtr model,
        int columns,
        int rows,
        int[] starts,
        int[] indices,
        double[] values,
        double[] columnLower,
        double[] columnUpper,
        double[] cost,
        double[] rowLower,
        double[] rowUpper);

    [DllImport(Library, EntryPoint = "Cbc_setInteger")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void SetInteger(IntPtr model, int column);

    [DllImport(Library, EntryPoint = "Cbc_setObjSense")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void SetObjectiveSense(IntPtr model, double sense);

    /// <summary>Names and values are ASCII.</summary>
    [DllImport(Library, EntryPoint = "Cbc_setParameter")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void SetParameter(IntPtr model, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value);

    [DllImport(Library, EntryPoint = "Cbc_setColName")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void SetColumnName(IntPtr model, int column, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport(Library, EntryPoint = "Cbc_setRowName")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void SetRowName(IntPtr model, int row, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport(Library, EntryPoint = "Cbc_setMIPStartI")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void SetStart(IntPtr model, int count, int[] columns, double[] values);

    [DllImport(Library, EntryPoint = "Cbc_solve")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Solve(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_status")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Status(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_isProvenOptimal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int IsProvenOptimal(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_isProvenInfeasible")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int IsProvenInfeasible(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_isContinuousUnbounded")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int IsContinuousUnbounded(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_isInitialSolveProvenOptimal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int IsRelaxationOptimal(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_isInitialSolveProvenPrimalInfeasible")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int IsRelaxationInfeasible(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_getBestPossibleObjValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern double GetBound(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_getObjValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern double GetObjective(IntPtr model);

    [DllImport(Library, EntryPoint = "Cbc_getNodeCount")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetNodeCount(IntPtr model);

    /// <summary>The best integer solution, one value per column; null when there is none.</summary>
    [DllImport(Library, EntryPoint = "Cbc_bestSolution")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern IntPtr BestSolution(IntPtr model);

    /// <summary>The solution of a program without integer variables.</summary>
    [DllImport(Library, EntryPoint = "Cbc_getColSolution")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern IntPtr RelaxationSolution(IntPtr model);

    private static IntPtr Load(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var file in name == Library ? FileNames : [])
        {
            if (NativeLibrary.TryLoad(file, out var handle))
            {
                return handle;
            }
        }

        return IntPtr.Zero;
    }
}
