using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>The attributes of one node, with references to a function's attributes already resolved.</summary>
internal sealed class AttributeBag
{
    private readonly Dictionary<string, AttributeProto> attributes = new(StringComparer.Ordinal);

    /// <summary>The attributes of a node; <paramref name="function"/> holds the attributes of the call when the node is in a function body.</summary>
    public AttributeBag(IEnumerable<AttributeProto> protos, AttributeBag? function)
    {
        foreach (var proto in protos)
        {
            var resolved = proto.RefAttrName.Length == 0 ? proto : function?.attributes.GetValueOrDefault(proto.RefAttrName);
            if (resolved is not null && !attributes.TryAdd(proto.Name, resolved))
            {
                throw NodeProblemException.Invalid($"attribute '{proto.Name}' is given twice");
            }
        }
    }

    /// <summary>The attribute itself, if present.</summary>
    public AttributeProto? Find(string name) => attributes.GetValueOrDefault(name);

    /// <summary>Whether the attribute is present.</summary>
    public bool Has(string name) => attributes.ContainsKey(name);

    /// <summary>An integer, or the default. A missing value field is 0 in the format.</summary>
    public long Integer(string name, long defaultValue) => Find(name) is { } a ? a.I : defaultValue;

    /// <summary>A real number, or the default.</summary>
    public float Real(string name, float defaultValue) => Find(name) is { } a ? a.F : defaultValue;

    /// <summary>A text, or the default.</summary>
    public string Text(string name, string defaultValue) => Find(name) is { } a ? a.S.ToStringUtf8() : defaultValue;

    /// <summary>A list of integers, or null.</summary>
    public long[]? Integers(string name) => Find(name) is { } a ? [.. a.Ints] : null;

    /// <summary>Adds defaults for attributes that are not present.</summary>
    public void AddDefaults(IEnumerable<AttributeProto> defaults)
    {
        foreach (var proto in defaults)
        {
            attributes.TryAdd(proto.Name, proto);
        }
    }
}
