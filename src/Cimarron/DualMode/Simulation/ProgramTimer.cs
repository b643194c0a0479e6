using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation;

/// <summary>
/// Executes a program on a chip and counts cycles: statements one after the other, the streams of a load and the operators of a segment side by side. It knows programs and
/// chips and nothing of the compiler, whose predictions it judges. A repeated block is timed once and multiplied. The rules are in <c>docs/meta-program.md</c>.
/// </summary>
public static class ProgramTimer
{
    /// <summary>Events in a timeline at most.</summary>
    public const int MaxTimelineEvents = 10_000;

    /// <summary>Largest latency that is told exactly, cycles.</summary>
    public const long MaxCycles = 1L << 62;

    /// <summary>The time of a program, whole cycles.</summary>
    /// <param name="program">A program that <see cref="ProgramValidator"/> accepts; of an illegal one only what the time depends on is checked.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellation">Stops between statements.</param>
    /// <exception cref="DiagnosticException">CIM0890: names, tiles or features that do not exist; CIM0891: a time or an amount above <see cref="MaxCycles"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TimingResult Run(MetaProgram program, DualModeChip chip, CancellationToken cancellation = default)
    {
        var symbols = new ProgramSymbols(program);
        if (symbols.Problems.Count > 0)
        {
            throw new DiagnosticException([.. symbols.Problems.Select(p => Diagnostic.Error("CIM0890", p))]);
        }

        try
        {
            return new ProgramClock(symbols, chip, cancellation).Run(program);
        }
        catch (OverflowException)
        {
            throw TooLong();
        }
    }

    internal static DiagnosticException TooLong() =>
        new(Diagnostic.Error("CIM0891", "the program takes more than 2^62 cycles or moves more than 2^62 bytes", hint: "check counts of repeated blocks and bandwidths of the chip"));

    internal static DiagnosticException Malformed(string path, string message) =>
        new(Diagnostic.Error("CIM0890", message, field: $"statement {path}", hint: "validate the program first"));
}
