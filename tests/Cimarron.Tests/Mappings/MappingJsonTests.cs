using System.Text;
using System.Text.Json;
using Cimarron.Mappings;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappings;

public sealed class MappingJsonTests
{
    private const string Good = """
        {
          "layer": { "R": 3, "P": 8, "K": 4, "stride": 2, "padding": { "top": 1 } },
          "spatial": [ { "axis": "dimX", "dim": "R", "size": 3 } ],
          "temporal": [
            { "dim": "P", "size": 8, "levels": { "I": "Dram", "W": "Macro", "O": "Dram" } },
            { "dim": "K", "size": 4,
              "levels": { "I": "Dram", "W": "Macro", "O": "Output_buffer" } }
          ],
          "doubleBuffered": [ { "level": "Output_buffer", "operand": "O" } ]
        }
        """;

    [Fact]
    public void A_mapping_is_read_field_by_field()
    {
        var document = MappingJson.Read(Good, TestChips.Default);

        document.Diagnostics.ShouldBeEmpty();
        var mapping = document.Mapping!;
        mapping.Layer.ShouldBe(new Layer
        {
            R = 3,
            P = 8,
            K = 4,
            StrideHeight = 2,
            StrideWidth = 2,
            Padding = new Padding(1, 0, 0, 0),
            H = 7 * 2 + 3 - 1, // left out: what eight outputs need, less the padding
            W = 1,
        });
        mapping.Spatial.ShouldBe([new SpatialLoop(TestChips.Rows, Dim.R, 3)]);
        mapping.Temporal.ShouldBe(
        [
            new TemporalLoop(Dim.P, 8, 0, TestChips.Macro, 0),
            new TemporalLoop(Dim.K, 4, 0, TestChips.Macro, TestChips.OutputBuffer),
        ]);
        mapping.DoubleBuffered.ShouldBe([new BufferFlag(TestChips.OutputBuffer, Operand.Output)]);
    }

    [Fact]
    public void What_is_printed_is_read_back_the_same()
    {
        foreach (var (chip, mapping) in new RandomMappings(seed: 3).Legal().Take(2_000))
        {
            var named = mapping with { Layer = mapping.Layer with { Name = "conv \"ä\"\n<1>" } };
            Same(MappingJson.Read(MappingJson.Print(mapping, chip), chip), mapping);
            Same(MappingJson.Read(MappingJson.Print(named, chip), chip), named);
        }
    }

    [Fact]
    public void What_is_embedded_in_a_document_reads_the_same_as_what_is_printed()
    {
        foreach (var (chip, mapping) in new RandomMappings(seed: 4).Legal().Take(200))
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            {
                MappingJson.Write(writer, mapping, chip);
            }

            Same(MappingJson.Read(stream.ToArray(), chip), mapping);
        }
    }

    [Fact]
    public void The_reference_vectors_are_in_this_format()
    {
        foreach (var vector in ReferenceVector.All)
        {
            var layer = vector.Source.GetProperty("layer").GetRawText();
            var json = $"{{ \"layer\": {layer}, {vector.Source.GetProperty("mapping").GetRawText()[1..]}";
            Same(MappingJson.Read(json, vector.Chip), vector.Mapping);
        }
    }

    [Theory]
    [InlineData("\"R\": 3", "\"R\": 3, \"X\": 1", "CIM0403", 2, "layer.X")]
    [InlineData("\"R\": 3", "\"R\": 3, \"R\": 3", "CIM0404", 2, "layer.R")]
    [InlineData("\"R\": 3", "\"R\": \"3\"", "CIM0401", 2, "layer.R")]
    [InlineData("\"R\": 3", "\"R\": 9223372036854775808", "CIM0406", 2, "layer.R")]
    [InlineData("\"R\": 3", "\"R\": 2147483648", "CIM0406", 2, "layer.R")]
    [InlineData("\"R\": 3", "\"R\": 0", "CIM0406", 2, "layer.R")]
    [InlineData("\"R\": 3", "\"R\": 3.5", "CIM0406", 2, "layer.R")]
    [InlineData("\"R\": 3", "\"R\": 3e0", "CIM0406", 2, "layer.R")]
    [InlineData("\"R\": 3", "\"R\": null", "CIM0401", 2, "layer.R")]
    [InlineData("\"R\": 3", "\"R\": 3, \"name\": 7", "CIM0401", 2, "layer.name")]
    [InlineData("\"R\": 3", "\"Q\": 2147483647, \"C\": 2147483647, \"G\": 99", "CIM0406", 2, "layer")]
    [InlineData("\"R\": 3", "\"Q\": 2147483647", "CIM0406", 2, "layer.W")]
    [InlineData("\"stride\": 2", "\"stride\": { \"h\": 0, \"w\": 1 }", "CIM0406", 2, "layer.stride.h")]
    [InlineData("\"stride\": 2", "\"stride\": { \"height\": 1 }", "CIM0403", 2, "layer.stride.height")]
    [InlineData("\"stride\": 2", "\"stride\": []", "CIM0401", 2, "layer.stride")]
    [InlineData("\"top\": 1", "\"top\": -1", "CIM0406", 2, "layer.padding.top")]
    [InlineData("{ \"top\": 1 }", "true", "CIM0401", 2, "layer.padding")]
    [InlineData("\"dimX\"", "\"dimZ\"", "CIM0405", 3, "spatial[0].axis")]
    [InlineData("\"axis\": \"dimX\", ", "", "CIM0402", 3, "spatial[0].axis")]
    [InlineData("\"size\": 3", "\"size\": 1", "CIM0406", 3, "spatial[0].size")]
    [InlineData("\"spatial\": [", "\"spatial\": [ 5,", "CIM0401", 3, "spatial[0]")]
    [InlineData("\"dim\": \"P\"", "\"dim\": \"T\"", "CIM0405", 5, "temporal[0].dim")]
    [InlineData("\"dim\": \"P\"", "\"dim\": \"p\"", "CIM0405", 5, "temporal[0].dim")]
    [InlineData("\"dim\": \"P\"", "\"dim\": 0", "CIM0401", 5, "temporal[0].dim")]
    [InlineData("\"O\": \"Output_buffer\"", "\"O\": \"L1\"", "CIM0405", 7, "temporal[1].levels.O")]
    [InlineData(", \"O\": \"Output_buffer\"", "", "CIM0402", 7, "temporal[1].levels.O")]
    [InlineData("\"operand\": \"O\"", "\"operand\": \"X\"", "CIM0405", 9, "doubleBuffered[0].operand")]
    [InlineData("\"layer\"", "\"Layer\"", "CIM0402", 1, "layer")]
    [InlineData("\"temporal\": [", "\"temporal\": 5, \"spare\": [", "CIM0401", 4, "temporal")]
    public void Each_mistake_is_named_with_line_and_field(string good, string bad, string code, int line, string field)
    {
        var document = MappingJson.Read(Good.Replace(good, bad, StringComparison.Ordinal), TestChips.Default, "m.json");

        document.Mapping.ShouldBeNull();
        document.Diagnostics.ShouldContain(
            diagnostic => diagnostic.Code == code && diagnostic.Line == line && diagnostic.Field == field && diagnostic.File == "m.json",
            string.Join('\n', document.Diagnostics));
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var text = Good.Replace("\"R\": 3", "\"R\": \"3\"", StringComparison.Ordinal)
            .Replace("dimX", "cores?", StringComparison.Ordinal)
            .Replace("Output_buffer", "output_buffer", StringComparison.Ordinal);

        var diagnostics = MappingJson.Read(text, TestChips.Default).Diagnostics;

        diagnostics.Select(diagnostic => diagnostic.Field).ShouldBe(["layer.R", "spatial[0].axis", "temporal[1].levels.O", "doubleBuffered[0].level"]);
        diagnostics[2].Hint.ShouldBe("write it 'Output_buffer'");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{", 1)]
    [InlineData("{ \"layer\": {},\n \"temporal\": [", 2)]
    [InlineData("{ \"layer\": {} }\n{}", 2)]
    [InlineData("{ \"layer\": {} }\n x", 2)]
    [InlineData("{\n\"layer\": \"\\ud800\" }", 2)]
    [InlineData("// note\n{}", 1)]
    public void Text_that_is_not_json_is_named_with_its_line(string text, int line)
    {
        var diagnostic = MappingJson.Read(text, TestChips.Default).Diagnostics.ShouldHaveSingleItem();
        (diagnostic.Code, diagnostic.Line).ShouldBe(("CIM0400", line));
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var text = "{ \"layer\": " + new string('[', 100_000);
        MappingJson.Read(text, TestChips.Default).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0400");
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_document_that_is_no_object_is_refused(string text) =>
        MappingJson.Read(text, TestChips.Default).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0401");

    [Fact]
    public void No_prefix_and_no_changed_byte_crashes_the_reader()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        var random = new Random(5);
        for (var length = 0; length < bytes.Length; length++)
        {
            MappingJson.Read(bytes.AsSpan(0, length), TestChips.Default).Diagnostics.ShouldNotBeEmpty();
        }

        for (var i = 0; i < 5_000; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var document = MappingJson.Read(changed, TestChips.Default);
            (document.Mapping is null).ShouldBe(document.Diagnostics.Length > 0);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        MappingJson.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)], TestChips.Default).Diagnostics.ShouldBeEmpty();

    [Fact]
    public void What_is_illegal_on_the_chip_is_reported_with_the_line_in_the_file()
    {
        var text = Good.Replace("\"Output_buffer\" } }", "\"OReg\" } }", StringComparison.Ordinal);
        var diagnostics = MappingJson.Read(text, TestChips.Default, "m.json").Check(TestChips.Default);
        diagnostics.ShouldHaveSingleItem().ToString().ShouldStartWith("m.json:7: error CIM0440: temporal[1].levels.O: level 'OReg' has to keep 32 bit");
    }

    private static void Same(MappingDocument document, Mapping mapping)
    {
        document.Diagnostics.ShouldBeEmpty();
        var read = document.Mapping!;
        read.Layer.ShouldBe(mapping.Layer);
        read.Spatial.ShouldBe(mapping.Spatial);
        read.Temporal.ShouldBe(mapping.Temporal);
        read.DoubleBuffered.ShouldBe(mapping.DoubleBuffered);
    }
}
