namespace Cimarron.Hardware.Reading;

/// <summary>A chip file at every stage of reading: text, nodes, sheet.</summary>
internal sealed record ChipText(string File, string Text, SourceMap Root, ChipSheet Sheet, Chip Chip)
{
    /// <summary>Reads and checks a chip.</summary>
    /// <exception cref="DiagnosticException">Carries every problem found.</exception>
    public static ChipText Read(string text, string file)
    {
        var problems = new Problems(file);
        var root = SourceParser.Parse(text, problems);
        var sheet = root is null ? null : ChipSheetReader.Read(root, problems);
        if (sheet is not null)
        {
            ChipChecks.Check(sheet, problems);
        }

        problems.ThrowIfAny();
        var chip = ChipBuilder.Build(sheet!, problems);
        problems.ThrowIfAny();
        return new ChipText(file, text, root!, sheet!, chip!);
    }
}
