namespace Cimarron.Solvers;

/// <summary>What can go wrong with a solver, as diagnostics with exit code 4. The codes are CIM07xx.</summary>
internal static class SolverFailure
{
    /// <summary>Nothing to run.</summary>
    public static DiagnosticException Missing(string solver, string what, string hint) => Failed("CIM0702", $"{solver} is missing: {what}", hint);

    /// <summary>There is something, but it does not start or is too old.</summary>
    public static DiagnosticException Unusable(string solver, string why, string hint) => Failed("CIM0703", $"{solver} cannot be used: {why}", hint);

    /// <summary>It ran and ended without an answer.</summary>
    public static DiagnosticException Crashed(string solver, string how, string lastLines) =>
        Failed("CIM0704", $"{solver} {how}{(lastLines.Length == 0 ? "" : $"; its last lines: {lastLines}")}", "the exact mapper needs no solver; or try another one with --solver");

    /// <summary>Its answer cannot be read.</summary>
    public static DiagnosticException Unreadable(string solver, string why, string? hint = null) =>
        Failed("CIM0706", $"the answer of {solver} cannot be read: {why}", hint ?? "see docs/solvers.md for the solution files that are understood");

    /// <summary>Its answer is wrong.</summary>
    public static DiagnosticException Lied(string solver, string how) =>
        Failed("CIM0707", $"{solver} returned a wrong answer, which is discarded: {how}", "write the model with --write-model to look into it, or try another solver");

    /// <summary>The files between us and the solver cannot be written or read.</summary>
    public static DiagnosticException NoRoom(string solver, Exception e) =>
        Failed("CIM0708", $"cannot exchange files with {solver}: {e.Message}", $"check that {Path.GetTempPath()} has room, or set TMPDIR to a directory that has");

    private static DiagnosticException Failed(string code, string message, string hint) => new(Diagnostic.Error(code, message, hint: hint), ExitCode.SolverFailed);
}
