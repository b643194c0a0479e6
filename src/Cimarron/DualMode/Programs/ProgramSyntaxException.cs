namespace Cimarron.DualMode.Programs;

/// <summary>Leaves a line of the text that cannot be understood; never leaves <see cref="ProgramParser"/>.</summary>
internal sealed class ProgramSyntaxException(string code, int line, string message) : Exception(message)
{
    public string Code => code;

    public int Line => line;
}
