namespace Cimarron.Hardware.Reading;

/// <summary>A piece of a YAML document that remembers where it stands.</summary>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Start">Offset of its first character in the text.</param>
/// <param name="End">Offset behind its last character.</param>
internal abstract record SourceNode(int Line, int Start, int End)
{
    /// <summary>What the node is, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A single value.</summary>
internal sealed record SourceScalar(int Line, int Start, int End, string Text) : SourceNode(Line, Start, End)
{
    public override string Kind => Text.Length == 0 ? "nothing" : $"'{Shortened}'";

    private string Shortened => Text.Length <= 60 ? Text.ReplaceLineEndings(" ") : string.Concat(Text.AsSpan(0, 57), "...").ReplaceLineEndings(" ");
}

/// <summary>A list.</summary>
internal sealed record SourceList(int Line, int Start, int End, IReadOnlyList<SourceNode> Items) : SourceNode(Line, Start, End)
{
    public override string Kind => "a list";
}

/// <summary>Keys and values, in the order of the file; keys are unique.</summary>
internal sealed record SourceMap(int Line, int Start, int End, IReadOnlyList<(SourceScalar Key, SourceNode Value)> Entries, bool IsFlow) : SourceNode(Line, Start, End)
{
    public override string Kind => "a mapping";

    public SourceNode? this[string key] => Entries.FirstOrDefault(e => e.Key.Text == key).Value;
}
