using Cimarron.Workloads;

namespace Cimarron.Tests.Workloads;

public sealed class LayerParserTests
{
    [Fact]
    public void Input_size_is_derived_from_the_output()
    {
        var layer = LayerParser.Parse("R=3,S=3,P=56,Q=28,C=64,K=128,strideW=2,padding=1,dilationH=2");

        // Height: (56 − 1)·1 + (3 − 1)·2 + 1 − 2 = 58. Width: (28 − 1)·2 + (3 − 1)·1 + 1 − 2 = 55.
        layer.ShouldBe(new Layer
        {
            Name = "layer", R = 3, S = 3, P = 56, Q = 28, C = 64, K = 128, H = 58, W = 55,
            StrideWidth = 2, DilationHeight = 2, Padding = Padding.Uniform(1),
        });
    }

    [Fact]
    public void A_product_needs_three_bounds_only() =>
        LayerParser.Parse(" p=64, c = 1024,K=4096,name=ffn").ShouldBe(Layer.Gemm("ffn", 64, 1024, 4096));

    [Fact]
    public void A_given_input_size_must_yield_the_output()
    {
        LayerParser.Parse("R=3,S=3,P=28,Q=28,H=56,W=56,stride=2,padding=1").H.ShouldBe(56);
        var error = Should.Throw<DiagnosticException>(() => LayerParser.Parse("R=3,P=28,H=60,strideH=2,padTop=1"));
        error.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("30 outputs");
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var error = Should.Throw<DiagnosticException>(() => LayerParser.Parse("R=0,X=3,P,C=4,C=5,K=99999999999"));
        error.Diagnostics.Count.ShouldBe(5);
        error.Diagnostics.ShouldAllBe(d => d.Code == "CIM0401" && d.Field != null);
        error.ExitCode.ShouldBe(ExitCode.BadInput);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("R=1,padding=1")]
    [InlineData("P=2147483647,Q=2147483647,C=2147483647")]
    [InlineData("P=2147483647,stride=2")]
    public void Layers_outside_the_range_are_refused(string text) =>
        Should.Throw<DiagnosticException>(() => LayerParser.Parse(text)).Diagnostics.ShouldNotBeEmpty();
}
