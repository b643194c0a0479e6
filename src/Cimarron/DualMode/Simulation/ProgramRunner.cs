using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation.Values;

namespace Cimarron.DualMode.Simulation;

/// <summary>
/// Executes a program on real tensors, bit by bit as the chip would: arrays hold the bytes of tiles or of tensors, instructions move them, and what is lost is lost, so a wrong program gives
/// wrong numbers. Products follow ONNX's QLinear operators: int32 sums of (x − x_zero)·(w − w_zero) plus bias, times (x_scale·w_scale)/y_scale in float32, rounded half to even, plus y_zero,
/// saturated (<see href="https://onnx.ai/onnx/operators/onnx__QLinearConv.html"/>). Vector operators compute in double precision on dequantised values.
/// </summary>
public static class ProgramRunner
{
    /// <summary>Makes a program ready to run many times.</summary>
    /// <param name="program">A program that <see cref="ProgramValidator"/> accepts; of an illegal one, results are undefined but no worse.</param>
    /// <param name="chip">The chip; 8-bit weights and activations.</param>
    /// <param name="data">Its constant arrays.</param>
    /// <exception cref="DiagnosticException">CIM0895: declarations or data that are missing or of the wrong shape; CIM0896: something whose values are not simulated, e.g. a
    /// repeated block or an unknown vector operator, named.</exception>
    public static PreparedProgram Prepare(MetaProgram program, DualModeChip chip, ProgramData data) => new(program, chip, data);

    /// <summary>Runs a program once.</summary>
    /// <param name="program">The program.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="data">Its constant arrays.</param>
    /// <param name="inputs">The bytes of every input tensor, in memory order.</param>
    /// <returns>The bytes of every output tensor.</returns>
    /// <exception cref="DiagnosticException">As <see cref="Prepare"/> and <see cref="PreparedProgram.Run"/>.</exception>
    public static IReadOnlyDictionary<string, byte[]> Run(MetaProgram program, DualModeChip chip, ProgramData data, IReadOnlyDictionary<string, byte[]> inputs) =>
        Prepare(program, chip, data).Run(inputs);

    internal static DiagnosticException Bad(string message, string? field = null, string code = "CIM0895") => new(Diagnostic.Error(code, message, field: field));

    internal static DiagnosticException Unsupported(string message, string? field = null) => Bad(message, field, "CIM0896");
}
