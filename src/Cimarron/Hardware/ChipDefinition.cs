namespace Cimarron.Hardware;

/// <summary>A chip together with the YAML that describes it.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Yaml">Its description with comments; loading this text gives a chip with the same hash.</param>
public sealed record ChipDefinition(Chip Chip, string Yaml);
