namespace Cimarron.Hardware;

/// <summary>Figures of one SRAM instance.</summary>
/// <param name="ReadPicojoulesPerBit">Energy of reading one bit, pJ: the access energy divided by the port width.</param>
/// <param name="WritePicojoulesPerBit">Energy of writing one bit, pJ.</param>
/// <param name="LeakageMilliwatts">Leakage power, mW.</param>
public readonly record struct SramFigures(double ReadPicojoulesPerBit, double WritePicojoulesPerBit, double LeakageMilliwatts);
