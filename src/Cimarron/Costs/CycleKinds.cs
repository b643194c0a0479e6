namespace Cimarron.Costs;

/// <summary>The kinds of cycles a latency is made of, in the order in which the stall breakdown adds them.</summary>
[Flags]
internal enum CycleKinds
{
    None = 0,
    ModeSwitch = 1,
    Input = 2,
    Weight = 4,
    OutputFetch = 8,
    OutputWriteBack = 16,
    Preload = 32,
    All = ModeSwitch | Input | Weight | OutputFetch | OutputWriteBack | Preload,
}
