namespace Cimarron.Tool.Output;

/// <summary>Passes reports on where they are made.</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
