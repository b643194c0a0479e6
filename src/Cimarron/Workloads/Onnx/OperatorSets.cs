using Cimarron.Workloads.Onnx.Operators;
using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>The version of the standard operator set.</summary>
internal static class OperatorSets
{
    /// <summary>Oldest version whose rules are known.</summary>
    public const long Oldest = 7;

    /// <summary>Newest version whose rules were checked.</summary>
    public const long Newest = 21;

    /// <summary>The version a model asks for. Unknown versions are read by the nearest known rules, with a warning.</summary>
    public static long Standard(IEnumerable<OperatorSetIdProto> imports, Findings findings)
    {
        var versions = imports.Where(i => OperatorTable.IsStandard(i.Domain)).Select(i => i.Version).ToList();
        if (versions.Count == 0)
        {
            findings.Error("CIM0202", "opset_import", "the model does not state the version of the standard operator set");
            return Newest;
        }

        var version = versions[0];
        if (version is < Oldest or > Newest)
        {
            findings.Warn("CIM0224", "opset_import", $"operator set {version} is outside {Oldest} … {Newest}; the nearest known rules are applied");
        }

        return Math.Clamp(version, Oldest, Newest);
    }
}
