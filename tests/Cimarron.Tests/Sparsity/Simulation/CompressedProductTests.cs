using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Simulation;

namespace Cimarron.Tests.Sparsity.Simulation;

/// <summary>Packed weights give the same numbers as masked ones, to the last bit.</summary>
public sealed class CompressedProductTests
{
    [Theory]
    [InlineData(100_000)]
    [InlineData(200_000)]
    [InlineData(300_000)]
    public void Packed_and_placed_weights_multiply_like_masked_ones(int first)
    {
        var sums = 0;
        for (var seed = first; seed < first + 500; seed++)
        {
            var drawn = RandomSparseCases.Legal(seed, isComplete: true);
            var random = new Random(seed);
            var (shape, isSigned) = (drawn.Mask.Shape, random.Next(2) == 0);
            var (bits, weights) = (drawn.Chip.ActivationBits, new sbyte[shape.Groups, shape.Rows, shape.Columns]);
            var inputs = new int[shape.Groups, shape.Vectors, shape.Rows];
            var lowest = isSigned ? -(1 << bits - 1) : 0;
            Fill(weights, () => (sbyte)random.Next(-128, 128));
            Fill(inputs, () => random.Next(lowest, lowest + (1 << bits)));

            var product = new CompressedProduct(drawn.Mask, drawn.Chip, drawn.Mapping).Run(weights, inputs, isSigned);

            var expected = Masked(drawn.Mask, weights, inputs);
            product.Cast<long>().SequenceEqual(expected.Cast<long>()).ShouldBeTrue(drawn.ToString());
            sums += expected.Cast<long>().Count(s => s != 0);
        }

        sums.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Inputs_are_routed_by_the_choice_within_a_block()
    {
        var pattern = new FlexBlock { Name = "1:2", Intra = new IntraBlock(2, 1) };
        var mask = new LayerMask(new MatrixShape("layer", 4, 1, 1, 1, 1), pattern, null, [0b10, 0b01]);
        var product = new CompressedProduct(mask, WalkedChip.Create(2, 2, 1) with { ActivationBits = 8 }, new SparseMapping());

        product.Run(new sbyte[,,] { { { 1 }, { 10 }, { 100 }, { 7 } } }, new[,,] { { { 200, 3, 2, 255 } } }, isSigned: false)[0, 0, 0].ShouldBe(10 * 3 + 100 * 2);
    }

    [Fact]
    public void The_choice_within_blocks_has_to_be_known() =>
        Should.Throw<ArgumentException>(() => new CompressedProduct(
            new LayerMask(new MatrixShape("layer", 4, 1, 1, 1, 1), new FlexBlock { Name = "1:2", Intra = new IntraBlock(2, 1) }, null, null), WalkedChip.Create(2, 2, 1), new SparseMapping()));

    [Fact]
    public void Inputs_have_to_fit_an_activation()
    {
        var product = new CompressedProduct(new LayerMask(new MatrixShape("layer", 1, 1, 1, 1, 1), FlexBlock.Dense, null, null), WalkedChip.Create(2, 2, 1) with { ActivationBits = 3 }, new SparseMapping());
        var weights = new sbyte[,,] { { { -5 } } };

        product.Run(weights, new[,,] { { { 7 } } }, isSigned: false)[0, 0, 0].ShouldBe(-35);
        product.Run(weights, new[,,] { { { -4 } } }, isSigned: true)[0, 0, 0].ShouldBe(20);
        Should.Throw<ArgumentOutOfRangeException>(() => product.Run(weights, new[,,] { { { 8 } } }, isSigned: false));
        Should.Throw<ArgumentOutOfRangeException>(() => product.Run(weights, new[,,] { { { 4 } } }, isSigned: true));
    }

    private static long[,,] Masked(LayerMask mask, sbyte[,,] weights, int[,,] inputs)
    {
        var shape = mask.Shape;
        var outputs = new long[shape.Groups, shape.Vectors, shape.Columns];
        for (var g = 0; g < shape.Groups; g++)
        {
            for (var v = 0; v < shape.Vectors; v++)
            {
                for (var n = 0; n < shape.Columns; n++)
                {
                    for (var m = 0; m < shape.Rows; m++)
                    {
                        outputs[g, v, n] += mask.Keeps(g, m, n) ? weights[g, m, n] * (long)inputs[g, v, m] : 0;
                    }
                }
            }
        }

        return outputs;
    }

    private static void Fill<T>(T[,,] values, Func<T> draw)
    {
        for (var i = 0; i < values.GetLength(0); i++)
        {
            for (var j = 0; j < values.GetLength(1); j++)
            {
                for (var k = 0; k < values.GetLength(2); k++)
                {
                    values[i, j, k] = draw();
                }
            }
        }
    }
}
