namespace Cimarron.DualMode.Programs;

/// <summary>CM.switch: arrays change mode and lose what they hold, except a stationary operand that was placed for <see cref="Compute"/>.</summary>
/// <param name="ToCompute">TOC if true, TOM otherwise.</param>
/// <param name="Arrays">The arrays.</param>
public sealed record SwitchMode(bool ToCompute, ArraySet Arrays) : Instruction;
