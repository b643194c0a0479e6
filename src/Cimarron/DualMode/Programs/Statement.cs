namespace Cimarron.DualMode.Programs;

/// <summary>A statement of a program.</summary>
public abstract record Statement
{
    private protected Statement()
    {
    }
}
