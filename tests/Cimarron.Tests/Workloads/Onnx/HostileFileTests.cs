using Cimarron.Workloads;
using Cimarron.Workloads.Onnx.Proto;
using Google.Protobuf;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Workloads.Onnx;

/// <summary>Files that cannot be read as models at all.</summary>
public sealed class HostileFileTests
{
    [Fact]
    public void A_file_cut_short_is_diagnosed_with_its_name()
    {
        var path = Path.GetTempFileName();
        try
        {
            var bytes = File.ReadAllBytes(ModelFiles.Path("resnet18.shape.onnx"));
            File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
            var error = Should.Throw<DiagnosticException>(() => NetworkLoader.Load(path)).Diagnostics.ShouldHaveSingleItem();
            error.Code.ShouldBe("CIM0201");
            error.File.ShouldBe(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Deeply_nested_graphs_are_refused_by_the_reader()
    {
        var graph = new GraphProto { Node = { new NodeProto { OpType = "Relu", Input = { "x" }, Output = { "y" } } }, Output = { new ValueInfoProto { Name = "y" } } };
        for (var i = 0; i < 200; i++)
        {
            graph = new GraphProto { Node = { new NodeProto { OpType = "If", Input = { "c" }, Output = { "y" }, Attribute = { Attr("then_branch", graph) } } } };
        }

        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new ModelProto { Graph = graph }.ToByteArray());
            Should.Throw<DiagnosticException>(() => NetworkLoader.Load(path)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0201");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Files_that_cannot_be_read_are_diagnosed()
    {
        static string Code(string path) => Should.Throw<DiagnosticException>(() => NetworkLoader.Load(path)).Diagnostics.ShouldHaveSingleItem().Code;
        Code("/no/such/file.onnx").ShouldBe("CIM0101");
        Code(Path.GetTempPath()).ShouldBe("CIM0101");
        Code("bad\0name.onnx").ShouldBe("CIM0102");
        var path = Path.GetTempFileName();
        try
        {
            Code(path).ShouldBe("CIM0103");
            File.WriteAllText(path, "this is not protobuf \uFFFF");
            Code(path).ShouldBe("CIM0201");
            File.WriteAllBytes(path, new ModelProto { IrVersion = 8 }.ToByteArray());
            Code(path).ShouldBe("CIM0202");
            using (var file = new FileStream(path, FileMode.Create))
            {
                file.SetLength((1L << 31) + 5);
            }

            Code(path).ShouldBe("CIM0104");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
