namespace Cimarron.Mappings;

/// <summary>Which mappings are allowed.</summary>
public enum LegalityProfile
{
    /// <summary>The outermost output loop is in DRAM, so every output pays its way there.</summary>
    Strict,

    /// <summary>Outputs may be preloaded, as in the published tool; such a mapping never pays the write-back energy.</summary>
    Reference,
}
