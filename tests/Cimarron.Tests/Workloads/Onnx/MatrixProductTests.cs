using Cimarron.Workloads;
using static Cimarron.Tests.Workloads.Onnx.ModelBuilder;

namespace Cimarron.Tests.Workloads.Onnx;

public sealed class MatrixProductTests
{
    private static (int P, int C, int K, int G, bool IsDynamic) Only(ModelBuilder model)
    {
        var node = model.Load().MatrixNodes.ShouldHaveSingleItem();
        var layer = node.Layer!;
        (layer.R, layer.S, layer.Q, layer.H, layer.W).ShouldBe((1, 1, 1, layer.P, 1));
        return (layer.P, layer.C, layer.K, layer.G, node.HasDynamicWeight);
    }

    [Theory]
    [InlineData(0, 0, new long[] { 5, 7 }, new long[] { 7, 9 })]
    [InlineData(1, 0, new long[] { 7, 5 }, new long[] { 7, 9 })]
    [InlineData(0, 1, new long[] { 5, 7 }, new long[] { 9, 7 })]
    [InlineData(1, 1, new long[] { 7, 5 }, new long[] { 9, 7 })]
    public void Gemm_transposes(long left, long right, long[] a, long[] b)
    {
        var model = new ModelBuilder();
        model.Node("Gemm", [model.Input("x", [.. a.Cast<object>()]), model.Weight(b)], Attr("transA", left), Attr("transB", right));
        Only(model).ShouldBe((5, 7, 9, 1, false));
    }

    [Fact]
    public void A_static_right_operand_folds_the_batch_into_rows()
    {
        var model = new ModelBuilder();
        model.Node("MatMul", [model.Input("x", 2, 3, 5, 7), model.Weight(7, 9)]);
        Only(model).ShouldBe((30, 7, 9, 1, false));
    }

    [Fact]
    public void A_dynamic_batched_right_operand_makes_groups()
    {
        var model = new ModelBuilder();
        model.Node("MatMul", [model.Input("q", 2, 12, 64, 32), model.Input("k", 2, 12, 32, 50)]);
        Only(model).ShouldBe((64, 32, 50, 24, true));
    }

    [Fact]
    public void A_broadcast_dynamic_operand_is_written_once()
    {
        var model = new ModelBuilder();
        model.Node("MatMul", [model.Input("q", 4, 8, 16, 32), model.Input("k", 8, 32, 10)]);
        Only(model).ShouldBe((64, 32, 10, 8, true));
    }

    [Fact]
    public void A_batched_static_operand_keeps_its_groups()
    {
        var model = new ModelBuilder();
        model.Node("MatMul", [model.Input("x", 6, 5, 7), model.Weight(6, 7, 9)]);
        Only(model).ShouldBe((5, 7, 9, 6, false));
    }

    [Fact]
    public void A_static_left_operand_stays_in_the_macro()
    {
        var model = new ModelBuilder();
        var y = model.Node("MatMul", [model.Weight(5, 7), model.Input("x", 3, 7, 9)]);
        model.ShapeOf(y).ShouldBe([3, 5, 9]);
        Only(model).ShouldBe((27, 7, 5, 1, false));
    }

    [Fact]
    public void Vectors_lose_their_dimension()
    {
        var model = new ModelBuilder();
        var y = model.Node("MatMul", [model.Input("x", 4, 5, 7), model.Weight(7)]);
        model.ShapeOf(y).ShouldBe([4, 5]);
        Only(model).ShouldBe((20, 7, 1, 1, false));
    }

    [Fact]
    public void Quantised_products_are_products()
    {
        var model = new ModelBuilder();
        var scale = model.Floats(1);
        var zero = model.Scalar(0);
        model.Node("QLinearMatMul", [model.TypedInput("a", 2, 4, 8), scale, zero, model.Weight(8, 16), scale, zero, scale, zero]);
        model.Node("MatMulInteger", ["a", model.Weight(8, 3)]);
        model.Load().MatrixNodes.Select(n => n.Macs).ShouldBe([4L * 8 * 16, 4L * 8 * 3]);
    }

    [Theory]
    [InlineData("bhid,bhjd->bhij", 64, 32, 50, 24, true)]
    [InlineData("bhid,bhjd->bhji", 64, 32, 50, 24, true)]
    public void Einsum_of_two_operands_is_a_product(string equation, int p, int c, int k, int g, bool isDynamic)
    {
        var model = new ModelBuilder();
        model.Node("Einsum", [model.Input("q", 2, 12, 64, 32), model.Input("k", 2, 12, 50, 32)], Attr("equation", equation));
        Only(model).ShouldBe((p, c, k, g, isDynamic));
    }

    [Fact]
    public void Constant_products_are_not_run_time_work()
    {
        var model = new ModelBuilder();
        var w = model.Node("MatMul", [model.Weight(5, 7), model.Weight(7, 9)]);
        model.Node("MatMul", [model.Input("x", 3, 5), w]);
        model.Load().Nodes.Select(n => n.Kind).ShouldBe([NodeKind.Constant, NodeKind.Matrix]);
    }

    [Fact]
    public void Mismatched_operands_are_an_error()
    {
        var model = new ModelBuilder();
        model.Node("MatMul", [model.Input("x", 3, 5), model.Weight(6, 9)]);
        Should.Throw<DiagnosticException>(() => model.Load()).Message.ShouldContain("5 columns meet 6 rows");
    }
}
