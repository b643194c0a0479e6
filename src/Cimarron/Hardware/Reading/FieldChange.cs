namespace Cimarron.Hardware.Reading;

/// <summary>A new value for a field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Text">The value as YAML, built from checked parts only.</param>
/// <param name="Was">The value before, for people.</param>
internal sealed record FieldChange(ChipField Field, string Text, string Was)
{
    /// <summary>Where the text is edited.</summary>
    public int Start => Field.Value?.Start ?? Field.Owner.Entries[0].Key.Start;
}
