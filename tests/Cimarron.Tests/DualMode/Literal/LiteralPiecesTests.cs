using Cimarron.DualMode;
using Cimarron.DualMode.Literal;
using Cimarron.DualMode.Lowering;
using Cimarron.Workloads;

namespace Cimarron.Tests.DualMode.Literal;

/// <summary>Chains and pieces, counted by hand on 96 arrays of 320 × 40 weights.</summary>
public sealed class LiteralPiecesTests
{
    private static readonly DualModeChip Chip = DualModeChipLibrary.Load("dynaplasia");

    [Fact]
    public void A_transformer_is_one_layer_without_embedding_and_head()
    {
        var block = LiteralBlock.Of(NetworkLoader.Load("opt-6.7b:seq=64")).ShouldHaveSingleItem();

        block.Repeat.ShouldBe(32);
        block.Operators.Select(o => o.Name.Split('/')[1]).ShouldBe(["q", "k", "v", "qk", "sv", "o", "ffn1", "ffn2"]);
        var scores = block.Operators[3];
        (scores.Rows, scores.Reduction, scores.Columns, scores.Groups, scores.Stationary).ShouldBe((64, 128, 64, 32, -1));
    }

    [Fact]
    public void A_convolutional_network_is_one_chain_with_its_fully_connected_layers()
    {
        var block = LiteralBlock.Of(NetworkLoader.Load("resnet18:batch=2")).ShouldHaveSingleItem();

        (block.Repeat, block.Operators.Length).ShouldBe((1, 21));
        block.Operators.Take(20).ShouldAllBe(o => o.Convolution != null);
        (block.Operators[0].Rows, LiteralBlock.InputElements(block.Operators[0])).ShouldBe((2 * 112 * 112, 2 * 3 * 224 * 224));
        (block.Operators[20].Convolution, block.Operators[20].Rows, LiteralBlock.InputElements(block.Operators[20])).ShouldBe((null, 2, 2 * 512));
    }

    [Fact]
    public void Whole_columns_fill_the_largest_pieces_and_a_remainder()
    {
        // 13 tile rows and 103 tile columns: seven columns are 91 arrays, 14 times, and five remain.
        var pieces = LiteralPieces.Cut(Matrix(4096, 4096), Chip, 96);

        pieces.Select(p => p.Tiles.Count).ShouldBe([.. Enumerable.Repeat(91, 14), 65]);
        pieces[^1].Features.Count.ShouldBe(4096 - (98 * 40));
        pieces[^1].WeightElements.ShouldBe(4096L * 176);
        pieces.ShouldAllBe(p => p.StreamedElements == 64L * 4096);
    }

    [Fact]
    public void Columns_of_more_rows_than_allowed_are_cut_into_rows()
    {
        // 64 tile rows, 128 tile columns.
        var op = Matrix(20480, 5120);

        LiteralPieces.Cut(op, Chip, 96).Select(p => p.Tiles.Count).ShouldBe(Enumerable.Repeat(64, 128));
        var rows = LiteralPieces.Cut(op, Chip, 56);
        rows.Select(p => p.Tiles.Count).ShouldBe(Enumerable.Repeat(new[] { 56, 8 }, 128).SelectMany(p => p));
        (rows[0].StreamedElements, rows[1].StreamedElements).ShouldBe((64L * 56 * 320, 64L * 8 * 320));
    }

    [Fact]
    public void Groups_stay_whole_as_long_as_one_fits()
    {
        LiteralPieces.Cut(Matrix(128, 64, 32), Chip, 96).ShouldHaveSingleItem().Tiles.Count.ShouldBe(64);

        // Four tiles per group: 24 groups and 8.
        var values = LiteralPieces.Cut(Matrix(64, 128, 32), Chip, 96);
        values.Select(p => p.Tiles.Count).ShouldBe([96, 32]);
        values.Select(p => p.StreamedElements).ShouldBe([24L * 64 * 64, 8L * 64 * 64]);

        // Depthwise filters are not packed.
        LiteralPieces.Cut(Matrix(9, 1, 100), Chip, 96).Select(p => p.Tiles.Count).ShouldBe([96, 4]);

        // Two tile rows and fifty tile columns per group.
        LiteralPieces.Cut(Matrix(640, 2000, 2), Chip, 96).Select(p => p.Tiles.Count).ShouldBe([96, 4, 96, 4]);
    }

    [Fact]
    public void The_chosen_size_is_the_best_of_seven()
    {
        var slow = DualModeChipLibrary.Load("dynaplasia", CompilePreset.Fit.ChipChanges);
        var allocator = new LiteralAllocator(slow, new LiteralCost(slow, CompilePreset.Fit.Cost));
        double Alone(IEnumerable<Piece> pieces) => pieces.Sum(p => allocator.Best([p], usesMemory: true).Total);
        var op = Matrix(20480, 5120);

        var chosen = LiteralPieces.Choose(op, slow, allocator);

        var sums = new[] { 96, 88, 80, 72, 64, 56, 48 }.Select(most => Alone(LiteralPieces.Cut(op, slow, most))).ToArray();
        Alone(chosen).ShouldBe(sums.Min(), 1e-6);
        sums.Min().ShouldBeLessThan(sums[0] * 0.99);

        chosen.Length.ShouldBe(LiteralPieces.Cut(op, slow, new[] { 96, 88, 80, 72, 64, 56, 48 }[Array.IndexOf(sums, sums.Min())]).Length);
        LiteralPieces.Choose(Matrix(128, 64, 32), slow, allocator).ShouldHaveSingleItem("what fits is not divided");
    }

    private static DualOperator Matrix(int reduction, int columns, int groups = 1) =>
        new() { Index = 0, Name = "op", Rows = 64, Reduction = reduction, Columns = columns, Groups = groups };
}
