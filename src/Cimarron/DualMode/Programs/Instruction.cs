namespace Cimarron.DualMode.Programs;

/// <summary>One step of the chip.</summary>
public abstract record Instruction : Statement
{
    private protected Instruction()
    {
    }
}
